"""How leaders follow duties up: who is late, who is excused, who is reminded."""
