"""What is stale, missing, contradictory or left over in a policy, beside the clauses it touches."""
