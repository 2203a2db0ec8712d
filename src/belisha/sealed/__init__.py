"""Files and confidential text, encrypted at rest, that cannot be half there and can be shredded."""
