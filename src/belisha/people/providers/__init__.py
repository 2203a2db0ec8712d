"""Signing in with the account that the school already gave everybody: Google, Microsoft, or another OpenID provider."""
