"""Queries that promise how they are planned, and whether the server keeps the promise."""
