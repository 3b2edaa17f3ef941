-- The table's name, if it holds a row.
SELECT {name} AS name FROM DUAL WHERE EXISTS(SELECT 1 FROM {table});
