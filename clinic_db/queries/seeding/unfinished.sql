-- A generated clinic that is not all there.
SELECT
    r.run_id,
    r.started_at
FROM _clinic_db_seed AS r
WHERE r.finished_at IS NULL
ORDER BY r.run_id
LIMIT 1;
