"""Duties as data: what is asked of whom, when first, how often, and what each adult did."""
