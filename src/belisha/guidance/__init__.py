"""Pages of guidance that the school can edit: privacy on each platform, and whom to call."""
