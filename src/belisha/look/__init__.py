"""What every page looks like: templates, forms, errors, static files."""
