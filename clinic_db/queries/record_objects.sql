-- What was applied, and what the server made of it.
INSERT INTO _clinic_db_object (kind, name, file_sha256, live_sha256, server_version, applied_at)
VALUES {rows}
AS new
ON DUPLICATE KEY UPDATE
    file_sha256 = new.file_sha256,
    live_sha256 = new.live_sha256,
    server_version = new.server_version,
    applied_at = new.applied_at;
