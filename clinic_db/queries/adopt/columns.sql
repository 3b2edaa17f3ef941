-- Every column of every table, as far as a take-over must know it.
SELECT
    c.table_name AS `table_name`,
    c.column_name AS `column_name`,
    c.data_type AS `data_type`,
    c.column_key AS `column_key`,
    c.generation_expression AS `generation_expression`
FROM information_schema.columns AS c
WHERE c.table_schema = database()
ORDER BY c.table_name, c.ordinal_position;
