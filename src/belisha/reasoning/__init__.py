"""What decides "may I…?": clauses and typed facts in, an explanation out. Pure Python, no database and no Django.

A fact that is not known is never read as "no": every condition is true, false or open, and an open one counts as the
stricter answer until somebody says.
"""
