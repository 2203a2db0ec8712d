"""Change what a draft says: reword, add and retire its clauses, and begin a new edition from the one in force."""
