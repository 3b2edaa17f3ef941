-- All of its rows are there, and the triggers are back.
UPDATE _clinic_db_seed
SET finished_at = utc_timestamp(6)
WHERE run_id = %s;
