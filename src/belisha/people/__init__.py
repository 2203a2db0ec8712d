"""Adults working in school, their roles, schools and trusts, and how they sign in."""
