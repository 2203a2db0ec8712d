"""The roles of the chair and vice-chair of governors, which the two keep between them: the Headteacher does not."""
