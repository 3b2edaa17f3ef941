-- Role: clinic_receptionist
--
-- Receives: writes patients and policies; books, bills and takes money through procedures only.
-- Medical records are none of its business, and voiding a patient is erase_patient's.
CREATE ROLE IF NOT EXISTS clinic_receptionist;

GRANT SELECT ON doctors TO clinic_receptionist;
GRANT SELECT ON services TO clinic_receptionist;
GRANT SELECT ON appointments TO clinic_receptionist;
GRANT SELECT ON appointment_slots TO clinic_receptionist;
GRANT SELECT ON appointment_services TO clinic_receptionist;
GRANT SELECT ON billing TO clinic_receptionist;
GRANT SELECT ON payments TO clinic_receptionist;
GRANT SELECT ON clinic_settings TO clinic_receptionist;
GRANT SELECT ON appointment_schedule TO clinic_receptionist;
GRANT SELECT ON unpaid_bills TO clinic_receptionist;
GRANT SELECT ON patients TO clinic_receptionist;
GRANT INSERT (
    full_name, date_of_birth, gender, phone, email, address
) ON patients TO clinic_receptionist;
GRANT UPDATE (
    full_name, date_of_birth, gender, phone, email, address
) ON patients TO clinic_receptionist;
GRANT SELECT ON insurance TO clinic_receptionist;
GRANT INSERT (
    patient_id, provider_name, policy_number, plan_name, valid_from, valid_until
) ON insurance TO clinic_receptionist;
GRANT UPDATE (
    provider_name, policy_number, plan_name, valid_from, valid_until
) ON insurance TO clinic_receptionist;
GRANT EXECUTE ON PROCEDURE add_service TO clinic_receptionist;
GRANT EXECUTE ON PROCEDURE book_appointment TO clinic_receptionist;
GRANT EXECUTE ON PROCEDURE cancel_appointment TO clinic_receptionist;
GRANT EXECUTE ON PROCEDURE check_in_appointment TO clinic_receptionist;
GRANT EXECUTE ON PROCEDURE issue_bill TO clinic_receptionist;
GRANT EXECUTE ON PROCEDURE mark_no_show TO clinic_receptionist;
GRANT EXECUTE ON PROCEDURE record_payment TO clinic_receptionist;
GRANT EXECUTE ON PROCEDURE refund_payment TO clinic_receptionist;
GRANT EXECUTE ON PROCEDURE reopen_appointment TO clinic_receptionist;
GRANT EXECUTE ON PROCEDURE reschedule_appointment TO clinic_receptionist;
GRANT EXECUTE ON PROCEDURE void_bill TO clinic_receptionist;
GRANT EXECUTE ON FUNCTION clinic_now TO clinic_receptionist;
GRANT EXECUTE ON FUNCTION clinic_today TO clinic_receptionist;
