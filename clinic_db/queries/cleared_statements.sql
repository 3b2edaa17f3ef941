-- Statements that a run looked at and let pass because the run itself made their table, and whose
-- migration is not done since: that run was cut short, and this one goes on with it.
SELECT DISTINCT
    l.migration_id,
    l.comment AS digest
FROM _yoyo_log AS l
LEFT JOIN _yoyo_log AS later
    ON
        l.migration_id = later.migration_id
        AND l.created_at_utc <= later.created_at_utc
        AND later.operation <> 'cleared'
WHERE
    l.operation = 'cleared'
    AND later.id IS NULL;
