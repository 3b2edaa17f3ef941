-- Rollback: 0015_index_what_is_looked_up
--
-- The queries are slower again; nothing is lost.

ALTER TABLE insurance DROP KEY ix_insurance_valid_until, ALGORITHM = INPLACE, LOCK = NONE;

ALTER TABLE medical_records
    ADD KEY ix_medical_records_doctor_id (doctor_id),
    DROP KEY ix_medical_records_doctor_status,
    ALGORITHM = INPLACE, LOCK = NONE;

ALTER TABLE billing
    DROP KEY ix_billing_status_created,
    ADD KEY ix_billing_status_created (status, created_at),
    DROP KEY ix_billing_patient_id,
    ALGORITHM = INPLACE, LOCK = NONE;
