-- A migration that was rolled back is no longer listed.
DELETE FROM _yoyo_migration
WHERE migration_hash = %s;
