-- Migration: 0014_create_audit_log
--
-- Who changed what about whom, and when. There are no foreign keys, because what happened to a row
-- must outlive the row; the indexes answer "what happened to row X of table T" and "when".
-- depends: 0013_create_clinic_settings

CREATE TABLE audit_log (
    audit_id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Key',
    occurred_at DATETIME(6) NOT NULL
        COMMENT 'Instant of the change, UTC, by the server''s clock and not the session''s',
    actor VARCHAR(128) NOT NULL
        COMMENT 'What the application claims in @clinic_actor, else the database account',
    db_user VARCHAR(288) NOT NULL COMMENT 'Account that was connected, as the server knows it',
    table_name VARCHAR(64) NOT NULL COMMENT 'Table of the changed row',
    row_id BIGINT NOT NULL COMMENT 'Primary key of the changed row',
    action ENUM('Update', 'Delete') NOT NULL COMMENT 'What was done to it',
    changes JSON NOT NULL
        COMMENT 'Column to {old, new} for what changed, to {old} for every column of a deleted row',
    CONSTRAINT pk_audit_log PRIMARY KEY (audit_id),
    KEY ix_audit_log_row (table_name, row_id, occurred_at),
    KEY ix_audit_log_occurred_at (occurred_at)
)
ENGINE = InnoDB
DEFAULT CHARACTER SET = utf8mb4
COLLATE = utf8mb4_0900_ai_ci
COMMENT = 'Append-only: changes of patients, medical_records, billing and users';
