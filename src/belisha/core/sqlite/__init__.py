"""SQLite as Django knows it, with a queue at the door for those who write."""
