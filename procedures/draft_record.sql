-- Procedure: draft_record
--
-- A completed visit has exactly one unvoided record. The insert comes first and the unique key
-- decides: a look-up in front of it would leave gap locks that deadlock under REPEATABLE READ.
-- Called by the triggers on appointments, inside their statement.
CREATE PROCEDURE draft_record (
    IN in_appointment_id BIGINT,
    IN in_patient_id BIGINT,
    IN in_doctor_id BIGINT,
    IN in_appointment_date DATETIME
)
NOT DETERMINISTIC
MODIFIES SQL DATA
SQL SECURITY DEFINER
COMMENT 'Creates or refreshes the draft record of a visit; internal to the triggers on appointments'
BEGIN
    -- A visit completed before its time is dated today, one entered late by its own day.
    DECLARE v_date DATE DEFAULT least(date(in_appointment_date), clinic_today());
    DECLARE EXIT HANDLER FOR 1062
    BEGIN
        -- A signed record does not match, so not even its triggers run.
        UPDATE medical_records
        SET record_date = v_date
        WHERE live_appointment_id = in_appointment_id AND status = 'Draft';
    END;

    INSERT INTO medical_records (appointment_id, patient_id, doctor_id, record_date)
    VALUES (in_appointment_id, in_patient_id, in_doctor_id, v_date);
END;
