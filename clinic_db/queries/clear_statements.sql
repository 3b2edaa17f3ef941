-- The statements of a run whose tables the same run makes.
INSERT INTO _yoyo_log
(id, migration_hash, migration_id, operation, username, hostname, comment, created_at_utc)
VALUES {rows};
