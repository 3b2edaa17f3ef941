-- How far an adoption has come; goes when it is finished.
CREATE TABLE IF NOT EXISTS _clinic_db_adoption (
    step VARCHAR(64) NOT NULL COMMENT 'What is done',
    detail JSON NULL COMMENT 'What the next run must know of it',
    at DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)) COMMENT 'Instant, UTC',
    CONSTRAINT pk_clinic_db_adoption PRIMARY KEY (step)
)
ENGINE = InnoDB
DEFAULT CHARACTER SET = utf8mb4
COLLATE = utf8mb4_0900_ai_ci
COMMENT = 'Progress of an adoption that is under way';
