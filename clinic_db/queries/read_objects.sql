-- The repeatable objects as they were last applied.
SELECT
    kind,
    name,
    file_sha256,
    live_sha256,
    server_version
FROM _clinic_db_object;
