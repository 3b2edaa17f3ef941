-- Who holds the lock: its session, host and user, since when it runs its statement, and which.
SELECT
    p.id,
    p.user,
    p.host,
    p.time,
    p.state,
    p.info
FROM performance_schema.processlist AS p
WHERE p.id = IS_USED_LOCK(%s);
