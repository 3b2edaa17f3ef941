-- The run that has just begun.
SELECT last_insert_id() AS run_id;
