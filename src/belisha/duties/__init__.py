"""What each adult must do and by when."""
