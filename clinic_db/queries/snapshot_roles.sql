-- What accounts without a host may do in this database, one row per thing and column, and whether
-- they can log in: one that is locked and expired, as CREATE ROLE makes it, is a role.
SELECT
    u.user AS name,
    'log in' AS target,
    if(u.account_locked = 'Y' AND u.password_expired = 'Y', '', 'yes') AS privileges,
    '' AS column_name
FROM mysql.user AS u
WHERE u.host = '%'
UNION ALL
SELECT
    t.user,
    concat('table ', t.table_name),
    t.table_priv,
    ''
FROM mysql.tables_priv AS t
WHERE
    t.db = database()
    AND t.host = '%'
UNION ALL
SELECT
    c.user,
    concat('table ', c.table_name),
    c.column_priv,
    c.column_name
FROM mysql.columns_priv AS c
WHERE
    c.db = database()
    AND c.host = '%'
UNION ALL
SELECT
    p.user,
    concat(lower(p.routine_type), ' ', p.routine_name),
    p.proc_priv,
    ''
FROM mysql.procs_priv AS p
WHERE
    p.db = database()
    AND p.host = '%'
UNION ALL
SELECT
    d.user,
    'database',
    concat_ws(
        ',',
        if(d.select_priv = 'Y', 'Select', NULL),
        if(d.insert_priv = 'Y', 'Insert', NULL),
        if(d.update_priv = 'Y', 'Update', NULL),
        if(d.delete_priv = 'Y', 'Delete', NULL),
        if(d.create_priv = 'Y', 'Create', NULL),
        if(d.drop_priv = 'Y', 'Drop', NULL),
        if(d.grant_priv = 'Y', 'Grant', NULL),
        if(d.references_priv = 'Y', 'References', NULL),
        if(d.index_priv = 'Y', 'Index', NULL),
        if(d.alter_priv = 'Y', 'Alter', NULL),
        if(d.create_tmp_table_priv = 'Y', 'Create Temporary Tables', NULL),
        if(d.lock_tables_priv = 'Y', 'Lock Tables', NULL),
        if(d.create_view_priv = 'Y', 'Create View', NULL),
        if(d.show_view_priv = 'Y', 'Show View', NULL),
        if(d.create_routine_priv = 'Y', 'Create Routine', NULL),
        if(d.alter_routine_priv = 'Y', 'Alter Routine', NULL),
        if(d.execute_priv = 'Y', 'Execute', NULL),
        if(d.event_priv = 'Y', 'Event', NULL),
        if(d.trigger_priv = 'Y', 'Trigger', NULL)
    ),
    ''
FROM mysql.db AS d
WHERE
    d.host = '%'
    AND database() LIKE d.db
UNION ALL
SELECT
    e.to_user,
    concat('role ', e.from_user),
    'member',
    ''
FROM mysql.role_edges AS e
WHERE e.to_host = '%';
