"""The measured figures. `make bench` prints them and writes docs/reference/figures.md."""
