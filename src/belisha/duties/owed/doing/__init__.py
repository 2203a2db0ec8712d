"""Doing what is owed: one page for each way, and what was done."""
