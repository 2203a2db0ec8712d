"""`make faults`: what becomes of reports when the machine fails in the middle of them."""
