"""Platforms: what the school uses, what somebody asked about, and what it does not use."""
