"""Asking those whom a policy is for, and nobody else, when that changes after it was published."""
