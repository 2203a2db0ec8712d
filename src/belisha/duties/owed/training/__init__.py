"""The training register: who attended what, and who has not."""
