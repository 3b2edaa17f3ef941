-- One row per statement of a migration: what was started, what is done.
CREATE TABLE IF NOT EXISTS _clinic_db_journal (
    migration_id VARCHAR(255) NOT NULL COMMENT 'File name without its ending',
    direction ENUM('apply', 'rollback') NOT NULL COMMENT 'Which of the two files',
    ordinal INT NOT NULL COMMENT 'Number of the statement in the file, from 1',
    statement_sha256 CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
    COMMENT 'Digest of the statement, line endings normalised',
    state ENUM('running', 'done') NOT NULL COMMENT 'running: started, end not recorded',
    started_at DATETIME(6) NOT NULL COMMENT 'UTC',
    finished_at DATETIME(6) NULL COMMENT 'UTC; NULL while running',
    expected JSON NULL
    COMMENT 'What tells whether it happened, while running; NULL where nothing does',
    variables JSON NULL
    COMMENT 'User variables as it left them; NULL where later statements read none',
    affected BIGINT NULL COMMENT 'Rows that the statement changed',
    PRIMARY KEY (migration_id, direction, ordinal)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_0900_ai_ci
COMMENT = 'Statements of migrations that were started and finished (clinic-db)';
