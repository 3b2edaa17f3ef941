-- yoyo's row for a finished migration; IGNORE, since a resumed run may find it there.
INSERT IGNORE INTO _yoyo_migration (migration_hash, migration_id, applied_at_utc)
VALUES (%s, %s, utc_timestamp());
