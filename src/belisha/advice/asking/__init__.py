"""Asking "may I…?": what an adult wants to do, the facts that are open, the answer, and the record that is theirs."""
