"""Law, guidance and sister policies: the edition cited, the edition in force, and where each is kept."""
