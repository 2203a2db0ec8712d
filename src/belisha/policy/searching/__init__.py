"""Search over the policies in force, the references and the answers: one page, the same on every database."""
