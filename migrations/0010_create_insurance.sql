-- Migration: 0010_create_insurance
--
-- Policies of a patient. They mean nothing without the person, so they go with the person, while
-- a bill that used one stays and forgets the link.
-- depends: 0009_create_lab_results

CREATE TABLE insurance (
    insurance_id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Key',
    patient_id BIGINT NOT NULL COMMENT 'Insured person',
    provider_name VARCHAR(120) NOT NULL COMMENT 'Insurer, for instance BPJS Kesehatan',
    policy_number VARCHAR(60) NOT NULL COMMENT 'Number on the card; a family can share one',
    plan_name VARCHAR(80) NULL COMMENT 'Plan or class',
    valid_from DATE NOT NULL COMMENT 'First day of cover',
    valid_until DATE NULL COMMENT 'Last day of cover; NULL is open-ended',
    created_at DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)) COMMENT 'Instant of insertion, UTC',
    CONSTRAINT pk_insurance PRIMARY KEY (insurance_id),
    UNIQUE KEY uq_insurance_policy (provider_name, policy_number, patient_id),
    KEY ix_insurance_policy_number (policy_number),
    KEY ix_insurance_patient_id (patient_id),
    CONSTRAINT ck_insurance_valid CHECK (valid_from <= valid_until),
    CONSTRAINT fk_insurance_patients
        FOREIGN KEY (patient_id) REFERENCES patients (patient_id) ON DELETE CASCADE
)
ENGINE = InnoDB
DEFAULT CHARACTER SET = utf8mb4
COLLATE = utf8mb4_0900_ai_ci
COMMENT = 'Insurance policies of patients';
