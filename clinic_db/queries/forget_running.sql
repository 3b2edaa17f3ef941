-- The server said that the statement failed, so it was never done.
DELETE FROM _clinic_db_journal
WHERE migration_id = %s AND direction = %s AND state = 'running';
