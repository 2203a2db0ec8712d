"""Calendar feeds with a secret address, in which no title names anybody."""
