-- Who holds a lock on a table of this database: session, account, how long, at what.
SELECT
    m.object_name AS table_name,
    p.id AS session,
    p.user AS user_name,
    p.host AS host_name,
    p.time AS seconds,
    p.info AS statement
FROM performance_schema.metadata_locks AS m
INNER JOIN performance_schema.threads AS t ON m.owner_thread_id = t.thread_id
INNER JOIN performance_schema.processlist AS p ON t.processlist_id = p.id
WHERE
    m.object_type = 'TABLE'
    AND m.object_schema = database()
    AND m.lock_status = 'GRANTED'
    AND p.id <> connection_id()
ORDER BY p.time DESC;
