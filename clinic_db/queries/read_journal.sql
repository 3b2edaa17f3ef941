-- One row per migration and direction, digested on the server: a thousand migrations stay cheap.
SELECT
    migration_id,
    direction,
    sum(state = 'done') AS done,
    max(if(state = 'running', ordinal, 0)) AS running,
    max(if(state = 'running', cast(expected AS CHAR), NULL)) AS expected,
    max(if(variables IS NULL, NULL, concat(lpad(ordinal, 10, '0'), ' ', variables))) AS variables,
    group_concat(if(state = 'done', statement_sha256, NULL) ORDER BY ordinal SEPARATOR '') AS hashes
FROM _clinic_db_journal
GROUP BY migration_id, direction;
