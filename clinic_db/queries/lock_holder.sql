-- Who holds the lock: its session, host and user, since when it runs its statement, and which;
-- its client's process and program where the session is this account's.
SELECT
    p.id AS holder,
    p.user AS user_name,
    p.host AS host_name,
    p.time AS seconds,
    p.state,
    p.info AS statement,
    pid.attr_value AS pid,
    program.attr_value AS program
FROM performance_schema.processlist AS p
LEFT JOIN performance_schema.session_account_connect_attrs AS pid
    ON p.id = pid.processlist_id AND pid.attr_name = '_pid'
LEFT JOIN performance_schema.session_account_connect_attrs AS program
    ON p.id = program.processlist_id AND program.attr_name = 'program_name'
WHERE p.id = is_used_lock(%s);
