-- An object that was dropped is no longer ours.
DELETE FROM _clinic_db_object
WHERE kind = %s AND name = %s;
