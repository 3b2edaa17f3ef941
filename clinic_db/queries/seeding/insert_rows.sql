-- Some rows of a chunk, where the server takes no LOAD DATA LOCAL.
INSERT INTO {table} ({columns})
VALUES {rows};
