"""Whom a policy binds: read from its scope and definition clauses, and what the school says besides."""
