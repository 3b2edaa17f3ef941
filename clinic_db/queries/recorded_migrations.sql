-- Migrations that are applied, in the columns of recorded_objects.
SELECT
    'migration' AS kind,
    m.migration_id AS name,
    '' AS file_sha256,
    TRUE AS untouched
FROM _yoyo_migration AS m;
