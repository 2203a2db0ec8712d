"""The last day of an adult: access, roles and tasks end, and the record stays."""
