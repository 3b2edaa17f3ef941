-- Tables with their options. The next AUTO_INCREMENT value is content, not structure.
SELECT
    'table' AS kind,
    t.table_name AS name,
    t.engine,
    t.row_format,
    t.table_collation AS collation_name,
    replace(t.create_options, 'partitioned', '') AS options,
    t.table_comment AS comment
FROM information_schema.tables AS t
WHERE
    t.table_schema = database()
    AND t.table_type = 'BASE TABLE';
