-- What was remembered of the statement that runs.
SELECT expected FROM _clinic_db_journal
WHERE migration_id = %s AND direction = %s AND state = 'running';
