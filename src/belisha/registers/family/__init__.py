"""Family relationships and dual roles: declared, discussed, acknowledged, ended."""
