-- Every column of every table, as far as a take-over must know it.
SELECT
    c.table_name AS of_table,
    c.column_name AS name,
    c.data_type AS kind,
    c.column_key AS key_kind,
    c.generation_expression AS expression
FROM information_schema.columns AS c
WHERE c.table_schema = database()
ORDER BY c.table_name, c.ordinal_position;
