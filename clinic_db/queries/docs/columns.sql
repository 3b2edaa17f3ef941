-- Columns of tables in their order.
SELECT
    c.table_name AS owner,
    c.column_name AS name,
    c.data_type AS type,
    c.is_nullable = 'YES' AS is_nullable
FROM information_schema.columns AS c
INNER JOIN information_schema.tables AS t
    ON c.table_schema = t.table_schema AND c.table_name = t.table_name
WHERE
    c.table_schema = database()
    AND t.table_type = 'BASE TABLE'
ORDER BY c.table_name, c.ordinal_position;
