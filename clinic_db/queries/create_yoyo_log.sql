-- yoyo's own table: every apply and rollback ever made here.
CREATE TABLE IF NOT EXISTS _yoyo_log (
    id VARCHAR(36) NOT NULL COMMENT 'UUID of the entry',
    migration_hash VARCHAR(64) NULL COMMENT 'SHA-256 of migration_id',
    migration_id VARCHAR(255) NULL COMMENT 'File name without its ending',
    operation VARCHAR(10) NULL COMMENT 'apply, rollback, mark, unmark, cleared',
    username VARCHAR(255) NULL COMMENT 'Operating system user who ran it',
    hostname VARCHAR(255) NULL COMMENT 'Machine it was run on',
    comment VARCHAR(255) NULL COMMENT 'Digest of the statement that is cleared',
    created_at_utc TIMESTAMP NULL COMMENT 'When it was done',
    PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_0900_ai_ci
COMMENT = 'Every apply and rollback (yoyo)';
