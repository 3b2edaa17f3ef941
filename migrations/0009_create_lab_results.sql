-- Migration: 0009_create_lab_results
--
-- Measurements belong to a record. Whether a value is abnormal is computed from its own bounds,
-- so that it cannot disagree with them.
-- depends: 0008_create_medical_records

CREATE TABLE lab_results (
    lab_id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Key',
    record_id BIGINT NOT NULL COMMENT 'Record it belongs to',
    test_type VARCHAR(80) NOT NULL COMMENT 'What was measured',
    loinc_code VARCHAR(10) NULL COMMENT 'The same as a LOINC code',
    test_date DATE NOT NULL COMMENT 'Day of the test on the clinic''s wall clock',
    value_num DECIMAL(14, 4) NULL COMMENT 'Measured number',
    unit VARCHAR(20) NULL COMMENT 'Unit of the number and its bounds',
    ref_low DECIMAL(14, 4) NULL COMMENT 'Lower bound of normal; NULL is unbounded',
    ref_high DECIMAL(14, 4) NULL COMMENT 'Upper bound of normal; NULL is unbounded',
    is_abnormal BOOLEAN GENERATED ALWAYS AS (
        value_num < coalesce(ref_low, value_num) OR value_num > coalesce(ref_high, value_num)
    ) VIRTUAL COMMENT 'Outside its bounds; NULL without a number',
    results TEXT NULL COMMENT 'Finding in words',
    notes TEXT NULL COMMENT 'Remarks of the laboratory',
    created_at DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)) COMMENT 'Instant of insertion, UTC',
    CONSTRAINT pk_lab_results PRIMARY KEY (lab_id),
    KEY ix_lab_results_record_date (record_id, test_date),
    KEY ix_lab_results_test_type (test_type),
    CONSTRAINT fk_lab_results_medical_records
        FOREIGN KEY (record_id) REFERENCES medical_records (record_id) ON DELETE CASCADE
)
ENGINE = InnoDB
DEFAULT CHARACTER SET = utf8mb4
COLLATE = utf8mb4_0900_ai_ci
COMMENT = 'Laboratory results of a medical record';
