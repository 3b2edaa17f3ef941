-- yoyo's own table: which layout its tables have.
CREATE TABLE IF NOT EXISTS _yoyo_version (
    version INT NOT NULL COMMENT 'Layout of the yoyo tables',
    installed_at_utc TIMESTAMP NULL COMMENT 'Since when',
    PRIMARY KEY (version)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_0900_ai_ci
COMMENT = 'Layout of the yoyo tables (yoyo)';
