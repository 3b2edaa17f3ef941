-- Migration: 0001_create_patients
--
-- Everything the clinic does refers to a person. Identity lives in this one table, so that
-- erasing a person touches one row and the clinical and financial history can stay.

CREATE TABLE patients (
    patient_id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Key',
    full_name VARCHAR(120) NOT NULL COMMENT 'Name as the person gives it',
    date_of_birth DATE NOT NULL COMMENT 'Not after the clinic''s today; checked by trigger',
    gender ENUM('Male', 'Female', 'Other', 'Unknown') NOT NULL DEFAULT 'Unknown'
        COMMENT 'Administrative gender',
    phone VARCHAR(32) NULL COMMENT 'Telephone; families share one, so it is not unique',
    email VARCHAR(254) NULL COMMENT 'E-mail address, one person each',
    address VARCHAR(255) NULL COMMENT 'Postal address',
    voided_at DATETIME(6) NULL
        COMMENT 'Instant of erasure, UTC; NULL while the person is a patient',
    void_reason VARCHAR(255) NULL COMMENT 'Why the person was erased',
    created_at DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)) COMMENT 'Instant of insertion, UTC',
    updated_at DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6))
        COMMENT 'Instant of the last change, UTC; kept by trigger',
    CONSTRAINT pk_patients PRIMARY KEY (patient_id),
    UNIQUE KEY uq_patients_email (email),
    KEY ix_patients_phone (phone),
    KEY ix_patients_full_name (full_name),
    CONSTRAINT ck_patients_void CHECK ((voided_at IS NULL) = (void_reason IS NULL))
)
ENGINE = InnoDB
DEFAULT CHARACTER SET = utf8mb4
COLLATE = utf8mb4_0900_ai_ci
COMMENT = 'People who are treated; erased by voiding, never by deleting history';
