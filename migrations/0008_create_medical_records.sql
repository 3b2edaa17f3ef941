-- Migration: 0008_create_medical_records
--
-- What was found and done. A signed record is evidence and can only be voided; the unique key on
-- a virtual column allows one unvoided record per appointment and any number of voided ones.
-- depends: 0007_create_appointment_services

CREATE TABLE medical_records (
    record_id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Key',
    appointment_id BIGINT NULL COMMENT 'Visit it was written for; NULL once that row is gone',
    patient_id BIGINT NOT NULL COMMENT 'Whose record it is',
    doctor_id BIGINT NOT NULL COMMENT 'Who is responsible for it',
    icd10_code VARCHAR(8) NULL COMMENT 'Diagnosis as an ICD-10 code, for instance J06.9',
    diagnosis TEXT NULL COMMENT 'Diagnosis in words',
    treatment TEXT NULL COMMENT 'What was done',
    prescription TEXT NULL COMMENT 'What was prescribed',
    symptoms TEXT NULL COMMENT 'What the patient reported',
    allergies TEXT NULL COMMENT 'Known allergies at the time',
    systolic SMALLINT NULL COMMENT 'Upper blood pressure in mmHg',
    diastolic SMALLINT NULL COMMENT 'Lower blood pressure in mmHg',
    blood_pressure VARCHAR(7) GENERATED ALWAYS AS (concat(systolic, '/', diastolic)) VIRTUAL
        COMMENT 'Both, as doctors write them: 120/80',
    status ENUM('Draft', 'Signed') NOT NULL DEFAULT 'Draft'
        COMMENT 'Draft can change, Signed cannot',
    signed_at DATETIME(6) NULL COMMENT 'Instant of signing, UTC',
    record_date DATE NOT NULL COMMENT 'Day of the finding on the clinic''s wall clock',
    voided_at DATETIME(6) NULL COMMENT 'Instant of voiding, UTC',
    void_reason VARCHAR(255) NULL COMMENT 'Why it was voided',
    live_appointment_id BIGINT
        GENERATED ALWAYS AS (if(voided_at IS NULL, appointment_id, NULL)) VIRTUAL
        COMMENT 'The appointment while unvoided; carries the unique key',
    created_at DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)) COMMENT 'Instant of insertion, UTC',
    updated_at DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6))
        COMMENT 'Instant of the last change, UTC; kept by trigger',
    CONSTRAINT pk_medical_records PRIMARY KEY (record_id),
    UNIQUE KEY uq_medical_records_live_appointment (live_appointment_id),
    KEY ix_medical_records_patient_date (patient_id, record_date),
    KEY ix_medical_records_appointment_id (appointment_id),
    KEY ix_medical_records_doctor_id (doctor_id),
    CONSTRAINT ck_medical_records_systolic CHECK (systolic BETWEEN 40 AND 300),
    CONSTRAINT ck_medical_records_diastolic CHECK (diastolic BETWEEN 20 AND 200),
    CONSTRAINT ck_medical_records_blood_pressure CHECK (diastolic < systolic),
    -- A plain $ also matches in front of a trailing newline.
    CONSTRAINT ck_medical_records_icd10 CHECK (
        regexp_like(
            icd10_code, '^[A-Z][0-9][0-9A-Z]([.][0-9A-Z]{1,4})?$(?![[:cntrl:]])', 'c'
        )
    ),
    CONSTRAINT ck_medical_records_signed CHECK ((status = 'Signed') = (signed_at IS NOT NULL)),
    CONSTRAINT ck_medical_records_void CHECK ((voided_at IS NULL) = (void_reason IS NULL)),
    CONSTRAINT fk_medical_records_appointments
        FOREIGN KEY (appointment_id) REFERENCES appointments (appointment_id) ON DELETE SET NULL,
    CONSTRAINT fk_medical_records_patients
        FOREIGN KEY (patient_id) REFERENCES patients (patient_id) ON DELETE RESTRICT,
    CONSTRAINT fk_medical_records_doctors
        FOREIGN KEY (doctor_id) REFERENCES doctors (doctor_id) ON DELETE RESTRICT
)
ENGINE = InnoDB
DEFAULT CHARACTER SET = utf8mb4
COLLATE = utf8mb4_0900_ai_ci
COMMENT = 'Clinical records; Draft until signed, then only ever voided';
