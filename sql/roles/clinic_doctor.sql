-- Role: clinic_doctor
--
-- Treats: writes records and results, and signs through a procedure. Which columns can be written
-- is listed, so that a signature, a void and the stamps stay with the procedures and triggers.
CREATE ROLE IF NOT EXISTS clinic_doctor;

GRANT SELECT ON patients TO clinic_doctor;
GRANT SELECT ON doctors TO clinic_doctor;
GRANT SELECT ON services TO clinic_doctor;
GRANT SELECT ON appointments TO clinic_doctor;
GRANT SELECT ON appointment_services TO clinic_doctor;
GRANT SELECT ON clinic_settings TO clinic_doctor;
GRANT SELECT ON appointment_schedule TO clinic_doctor;
GRANT SELECT ON medical_records TO clinic_doctor;
GRANT INSERT (
    appointment_id, patient_id, doctor_id, icd10_code, diagnosis, treatment, prescription,
    symptoms, allergies, systolic, diastolic, record_date
) ON medical_records TO clinic_doctor;
GRANT UPDATE (
    icd10_code, diagnosis, treatment, prescription, symptoms, allergies, systolic, diastolic,
    record_date
) ON medical_records TO clinic_doctor;
GRANT SELECT, DELETE ON lab_results TO clinic_doctor;
GRANT INSERT (
    record_id, test_type, loinc_code, test_date, value_num, unit, ref_low, ref_high, results,
    notes
) ON lab_results TO clinic_doctor;
GRANT UPDATE (
    test_type, loinc_code, test_date, value_num, unit, ref_low, ref_high, results, notes
) ON lab_results TO clinic_doctor;
GRANT EXECUTE ON PROCEDURE add_service TO clinic_doctor;
GRANT EXECUTE ON PROCEDURE check_in_appointment TO clinic_doctor;
GRANT EXECUTE ON PROCEDURE complete_appointment TO clinic_doctor;
GRANT EXECUTE ON PROCEDURE sign_record TO clinic_doctor;
GRANT EXECUTE ON PROCEDURE void_record TO clinic_doctor;
GRANT EXECUTE ON FUNCTION clinic_now TO clinic_doctor;
GRANT EXECUTE ON FUNCTION clinic_today TO clinic_doctor;
