"""Bringing a confirmed staff list in: a part at a time, each row planned again as the school stands then."""
