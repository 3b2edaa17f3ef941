-- Originals of rows that were changed, moved out, or hold values without a place. Stays.
CREATE TABLE IF NOT EXISTS adoption_quarantine (
    quarantine_id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Key',
    table_name VARCHAR(64) NOT NULL COMMENT 'Table the row was in',
    row_key BIGINT NOT NULL COMMENT 'Its key there',
    defect VARCHAR(64) NOT NULL COMMENT 'Rule it broke; docs/adopt.md lists them',
    action ENUM('Changed', 'Moved', 'Kept') NOT NULL
        COMMENT 'Changed in place, Moved here, Kept for its values',
    row_data JSON NOT NULL COMMENT 'The whole row as it was, without its password',
    at DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)) COMMENT 'Instant of the entry, UTC',
    CONSTRAINT pk_adoption_quarantine PRIMARY KEY (quarantine_id),
    UNIQUE KEY uq_adoption_quarantine_row (table_name, row_key, defect, action)
)
ENGINE = InnoDB
DEFAULT CHARACTER SET = utf8mb4
COLLATE = utf8mb4_0900_ai_ci
COMMENT = 'Originals of rows that an adoption changed or could not place';
