"""Work on a draft: looking through how it was read, and changing what it says."""
