-- What the running statement did cannot be told any more from what was there before it.
UPDATE _clinic_db_journal
SET expected = NULL
WHERE
    migration_id = %s
    AND direction = %s
    AND state = 'running';
