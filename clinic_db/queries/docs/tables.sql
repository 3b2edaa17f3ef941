-- Tables with their comments.
SELECT
    t.table_name AS name,
    t.table_comment AS comment
FROM information_schema.tables AS t
WHERE
    t.table_schema = database()
    AND t.table_type = 'BASE TABLE'
ORDER BY t.table_name;
