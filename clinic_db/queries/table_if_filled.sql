-- The table's name, if it holds a row.
SELECT {name} AS name FROM dual
WHERE EXISTS (SELECT 1 FROM {table});
