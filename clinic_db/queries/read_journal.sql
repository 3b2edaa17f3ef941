-- One row per migration and direction, digested on the server: a thousand migrations stay cheap.
SELECT
    migration_id,
    direction,
    SUM(state = 'done') AS done,
    MAX(IF(state = 'running', ordinal, 0)) AS running,
    GROUP_CONCAT(IF(state = 'done', statement_sha256, NULL) ORDER BY ordinal SEPARATOR '') AS hashes
FROM _clinic_db_journal
GROUP BY migration_id, direction;
