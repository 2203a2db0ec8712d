"""Agreed protocols and channels, and platforms that are used without one."""
