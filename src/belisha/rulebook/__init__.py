"""Which rules hold for a version of a school's policy: those of the shipped clauses that it has, and its own."""
