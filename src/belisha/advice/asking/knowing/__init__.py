"""What each register knows that a rule may ask about: read at that moment, said as a fact, with where it stands."""
