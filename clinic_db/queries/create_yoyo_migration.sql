-- yoyo's own table, version 2 of its layout, so that `yoyo list` reads what this runner wrote.
CREATE TABLE IF NOT EXISTS _yoyo_migration (
    migration_hash VARCHAR(64) NOT NULL COMMENT 'SHA-256 of migration_id',
    migration_id VARCHAR(255) NULL COMMENT 'File name without its ending',
    applied_at_utc TIMESTAMP NULL COMMENT 'When the migration was finished',
    PRIMARY KEY (migration_hash)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_0900_ai_ci
COMMENT = 'Migrations that are applied (yoyo)';
