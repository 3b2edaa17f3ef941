-- All rows of a table in order of its key.
SELECT *
FROM {table}
ORDER BY {key};
