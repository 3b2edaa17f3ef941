-- One row per generated clinic: what was asked for, and whether all of it is there.
CREATE TABLE IF NOT EXISTS _clinic_db_seed (
    run_id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Key',
    started_at DATETIME(6) NOT NULL COMMENT 'UTC',
    finished_at DATETIME(6) NULL COMMENT 'UTC; NULL while it runs, or when it was cut short',
    settings JSON NOT NULL COMMENT 'What the rows were made from',
    PRIMARY KEY (run_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_0900_ai_ci
COMMENT = 'Clinics that were generated here (clinic-db seed)';
