"""Lint: the style of the SQL by sqlfluff, the safety of migrations by asking a real server."""
