-- yoyo's log entry.
INSERT INTO _yoyo_log
(id, migration_hash, migration_id, operation, username, hostname, created_at_utc)
VALUES (uuid(), %s, %s, %s, %s, %s, utc_timestamp());
