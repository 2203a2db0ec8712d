"""What was agreed: family and dual roles, permissions, protocols, the school’s own accounts."""
