"""Saying what is asked: the school switches duties on, changes them, adds its own, ends them."""
