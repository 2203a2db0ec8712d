"""Belisha: the software in which a school's staff social media policy runs."""
