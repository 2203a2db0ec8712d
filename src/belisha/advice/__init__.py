"""Questions about the policy, and the Headteacher's answers."""
