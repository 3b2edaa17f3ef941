-- Who holds the lock: its session, host and user, since when it runs its statement, and which.
SELECT
    p.id AS holder,
    p.user AS user_name,
    p.host AS host_name,
    p.time AS seconds,
    p.state,
    p.info AS statement
FROM performance_schema.processlist AS p
WHERE p.id = is_used_lock(%s);
