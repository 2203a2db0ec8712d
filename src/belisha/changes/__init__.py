"""What changed between two versions of a policy, and which of it the adults have to hear of."""
