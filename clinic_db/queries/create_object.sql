-- One row per function, view, procedure, trigger or role that the project's files made.
CREATE TABLE IF NOT EXISTS _clinic_db_object (
    kind VARCHAR(16) NOT NULL COMMENT 'function, view, procedure, trigger or role',
    name VARCHAR(64) NOT NULL COMMENT 'Name of the object',
    file_sha256 CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
    COMMENT 'Digest of the file; empty while it is being applied',
    live_sha256 CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
    COMMENT 'Digest of the definition that the server then held',
    server_version VARCHAR(64) NOT NULL COMMENT 'Server that resolved its version comments',
    applied_at DATETIME(6) NOT NULL COMMENT 'UTC',
    PRIMARY KEY (kind, name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_0900_ai_ci
COMMENT = 'Repeatable objects as they were last applied (clinic-db)';
