-- A statement that was cut short had happened all the same.
UPDATE _clinic_db_journal
SET
    state = 'done',
    finished_at = utc_timestamp(6)
WHERE
    migration_id = %s
    AND direction = %s
    AND ordinal = %s
    AND state = 'running';
