-- The other sessions that have a test's database as theirs.
SELECT p.id AS session
FROM performance_schema.processlist AS p
WHERE
    p.db = %s
    AND p.id <> connection_id();
