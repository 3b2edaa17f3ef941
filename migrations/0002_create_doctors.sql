-- Migration: 0002_create_doctors
--
-- A doctor who leaves is switched off, not deleted: past appointments and records name the
-- person who was responsible.
-- depends: 0001_create_patients

CREATE TABLE doctors (
    doctor_id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Key',
    license_no VARCHAR(40) NOT NULL
        COMMENT 'Licence to practise, for instance an Indonesian SIP number',
    full_name VARCHAR(120) NOT NULL COMMENT 'Name with titles',
    specialization VARCHAR(80) NOT NULL COMMENT 'Field of medicine',
    phone VARCHAR(32) NULL COMMENT 'Telephone',
    email VARCHAR(254) NULL COMMENT 'E-mail address, one doctor each',
    is_active BOOLEAN NOT NULL DEFAULT TRUE COMMENT 'Whether appointments can be booked',
    created_at DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)) COMMENT 'Instant of insertion, UTC',
    updated_at DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6))
        COMMENT 'Instant of the last change, UTC; kept by trigger',
    CONSTRAINT pk_doctors PRIMARY KEY (doctor_id),
    UNIQUE KEY uq_doctors_license_no (license_no),
    UNIQUE KEY uq_doctors_email (email),
    KEY ix_doctors_phone (phone),
    KEY ix_doctors_specialization (specialization)
)
ENGINE = InnoDB
DEFAULT CHARACTER SET = utf8mb4
COLLATE = utf8mb4_0900_ai_ci
COMMENT = 'Doctors; switched off when they leave, never deleted while history names them';
