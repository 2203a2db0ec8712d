"""The days on which the school is closed: holidays and training days."""
