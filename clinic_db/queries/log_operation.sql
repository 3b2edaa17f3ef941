-- yoyo's log entry.
INSERT INTO _yoyo_log
(id, migration_hash, migration_id, operation, username, hostname, created_at_utc)
VALUES (UUID(), %s, %s, %s, %s, %s, UTC_TIMESTAMP());
