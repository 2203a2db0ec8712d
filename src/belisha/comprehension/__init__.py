"""Short questions about groups of clauses: a wrong answer shows the clause."""
