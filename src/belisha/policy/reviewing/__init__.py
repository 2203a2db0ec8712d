"""The yearly review of a policy (clause 0-01-a): reminded of, held, and recorded even when nothing changed."""
