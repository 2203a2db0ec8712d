"""Who sends adults that the school does not employ, and whom to tell there."""
