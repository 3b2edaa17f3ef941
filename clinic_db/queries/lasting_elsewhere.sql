-- Tables of other databases whose rows stay when a transaction is undone.
SELECT
    t.table_schema AS database_name,
    t.table_name AS name
FROM information_schema.tables AS t
WHERE
    t.table_type = 'BASE TABLE'
    AND t.engine <> 'InnoDB'
    AND t.table_schema <> database()
    AND t.table_schema NOT IN ('mysql', 'sys', 'performance_schema', 'information_schema');
