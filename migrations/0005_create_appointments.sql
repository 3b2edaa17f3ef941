-- Migration: 0005_create_appointments
--
-- One row per visit, planned or past. The time grid of 15 minutes is what makes an overlap a
-- duplicate key in appointment_slots instead of a race.
-- depends: 0004_create_users

CREATE TABLE appointments (
    appointment_id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Key',
    patient_id BIGINT NOT NULL COMMENT 'Who comes',
    doctor_id BIGINT NOT NULL COMMENT 'Who treats',
    appointment_date DATETIME NOT NULL
        COMMENT 'Start on the clinic''s wall clock, every 15 minutes',
    duration_min SMALLINT NOT NULL DEFAULT 30 COMMENT 'Length in minutes, a multiple of 15',
    status ENUM('Scheduled', 'Completed', 'Cancelled', 'CheckedIn', 'NoShow')
        NOT NULL DEFAULT 'Scheduled' COMMENT 'Where the visit stands',
    notes VARCHAR(500) NULL COMMENT 'What the reception wrote down',
    cancel_reason VARCHAR(255) NULL COMMENT 'Why it was cancelled',
    created_by BIGINT NULL COMMENT 'Login that booked it; NULL once that login is gone',
    created_at DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)) COMMENT 'Instant of insertion, UTC',
    updated_at DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6))
        COMMENT 'Instant of the last change, UTC; kept by trigger',
    CONSTRAINT pk_appointments PRIMARY KEY (appointment_id),
    UNIQUE KEY uq_appointments_patient (appointment_id, patient_id),
    KEY ix_appointments_appointment_date (appointment_date),
    KEY ix_appointments_doctor_date (doctor_id, appointment_date),
    KEY ix_appointments_patient_date (patient_id, appointment_date),
    KEY ix_appointments_created_by (created_by),
    CONSTRAINT ck_appointments_grid CHECK (
        mod(minute(appointment_date), 15) = 0 AND second(appointment_date) = 0
    ),
    CONSTRAINT ck_appointments_duration CHECK (
        duration_min BETWEEN 15 AND 480 AND mod(duration_min, 15) = 0
    ),
    CONSTRAINT fk_appointments_patients
        FOREIGN KEY (patient_id) REFERENCES patients (patient_id) ON DELETE RESTRICT,
    CONSTRAINT fk_appointments_doctors
        FOREIGN KEY (doctor_id) REFERENCES doctors (doctor_id) ON DELETE RESTRICT,
    CONSTRAINT fk_appointments_users
        FOREIGN KEY (created_by) REFERENCES users (user_id) ON DELETE SET NULL
)
ENGINE = InnoDB
DEFAULT CHARACTER SET = utf8mb4
COLLATE = utf8mb4_0900_ai_ci
COMMENT = 'Visits; the status moves by trigger-checked transitions only';
