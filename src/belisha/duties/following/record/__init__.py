"""One adult: what they are asked and did, from what they are excused, and what they signed on paper."""
