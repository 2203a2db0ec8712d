"""The policy: documents in, clauses, versions, differences and publication."""
