-- Migration: 0006_create_appointment_slots
--
-- The primary key is the rule: a doctor holds a quarter of an hour once, and so does a patient
-- (unique key), however many sessions insert at once. Kept by the triggers on appointments. There
-- is no foreign key, because one here breaks under REPLACE and under cascade triggers.
-- depends: 0005_create_appointments

CREATE TABLE appointment_slots (
    doctor_id BIGINT NOT NULL COMMENT 'Doctor who is busy',
    slot_start DATETIME NOT NULL COMMENT 'Start of the 15 minutes, clinic''s wall clock',
    patient_id BIGINT NOT NULL COMMENT 'Patient who is busy',
    appointment_id BIGINT NOT NULL COMMENT 'Appointment that holds the slot',
    CONSTRAINT pk_appointment_slots PRIMARY KEY (doctor_id, slot_start),
    UNIQUE KEY uq_appointment_slots_patient (patient_id, slot_start),
    KEY ix_appointment_slots_appointment_id (appointment_id)
)
ENGINE = InnoDB
DEFAULT CHARACTER SET = utf8mb4
COLLATE = utf8mb4_0900_ai_ci
COMMENT = 'One row per 15 minutes that an appointment holds; written by triggers only';
