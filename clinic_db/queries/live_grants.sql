-- What roles and accounts may do in this database, one row per object or column, and which exist.
SELECT
    t.user AS role,
    'TABLE' AS kind,
    t.table_name AS name,
    '' AS column_name,
    t.table_priv AS privileges
FROM mysql.tables_priv AS t
WHERE t.db = database()
UNION ALL
SELECT
    c.user,
    'TABLE',
    c.table_name,
    c.column_name,
    c.column_priv
FROM mysql.columns_priv AS c
WHERE c.db = database()
UNION ALL
SELECT
    p.user,
    p.routine_type,
    p.routine_name,
    '',
    p.proc_priv
FROM mysql.procs_priv AS p
WHERE p.db = database()
UNION ALL
SELECT
    u.user,
    'ROLE',
    '',
    '',
    ''
FROM mysql.user AS u
WHERE u.host = '%';
