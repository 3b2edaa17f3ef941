"""SQL-first schema and migrations for MySQL, around a clinic database."""
