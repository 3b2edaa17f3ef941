-- Rows of one table in one statement.
INSERT INTO {table} ({columns})
VALUES {rows};
