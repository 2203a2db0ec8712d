"""The short questions that stand between reading a policy and acknowledging it."""
