"""What bench/seed.py compares: the ways to fill a clinic, and the memory they take."""
