-- All rows of a table in order of its key.
SELECT * -- noqa: AM04
FROM {table}
ORDER BY {key_column};
