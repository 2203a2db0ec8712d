"""Who holds which post, and who stands in while they are away."""
