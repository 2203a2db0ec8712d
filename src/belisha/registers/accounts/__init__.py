"""The school’s own accounts: who owns them, who may post, and where the credentials are held."""
