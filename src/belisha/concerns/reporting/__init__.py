"""Reporting a concern: the questions, what is being written, and sending it."""
