-- Role: clinic_admin
--
-- Runs the clinic: reads everything but password hashes, keeps the price list, the doctors and the
-- logins. A hash can be written, which is how a password is set, but not read; and appointments,
-- bills and payments go through the procedures as for everybody.
CREATE ROLE IF NOT EXISTS clinic_admin;

GRANT SELECT ON patients TO clinic_admin;
GRANT SELECT ON appointments TO clinic_admin;
GRANT SELECT ON appointment_slots TO clinic_admin;
GRANT SELECT ON appointment_services TO clinic_admin;
GRANT SELECT ON medical_records TO clinic_admin;
GRANT SELECT ON lab_results TO clinic_admin;
GRANT SELECT ON insurance TO clinic_admin;
GRANT SELECT ON billing TO clinic_admin;
GRANT SELECT ON payments TO clinic_admin;
GRANT SELECT ON audit_log TO clinic_admin;
GRANT SELECT ON appointment_schedule TO clinic_admin;
GRANT SELECT ON clinic_overview TO clinic_admin;
GRANT SELECT ON daily_revenue TO clinic_admin;
GRANT SELECT ON monthly_revenue TO clinic_admin;
GRANT SELECT ON unpaid_bills TO clinic_admin;
GRANT SELECT ON yearly_revenue TO clinic_admin;
GRANT SELECT ON doctors TO clinic_admin;
GRANT INSERT (
    license_no, full_name, specialization, phone, email, is_active
) ON doctors TO clinic_admin;
GRANT UPDATE (
    license_no, full_name, specialization, phone, email, is_active
) ON doctors TO clinic_admin;
GRANT SELECT ON services TO clinic_admin;
GRANT INSERT (code, service_name, price, duration_min, is_active) ON services TO clinic_admin;
GRANT UPDATE (code, service_name, price, duration_min, is_active) ON services TO clinic_admin;
GRANT SELECT, INSERT, UPDATE ON clinic_settings TO clinic_admin;
GRANT SELECT (
    user_id, username, role, doctor_id, is_active, failed_logins, locked_until, last_login_at,
    created_at
) ON users TO clinic_admin;
GRANT INSERT (username, password_hash, role, doctor_id, is_active) ON users TO clinic_admin;
GRANT UPDATE (
    username, password_hash, role, doctor_id, is_active, failed_logins, locked_until
) ON users TO clinic_admin;
GRANT EXECUTE ON PROCEDURE add_service TO clinic_admin;
GRANT EXECUTE ON PROCEDURE book_appointment TO clinic_admin;
GRANT EXECUTE ON PROCEDURE cancel_appointment TO clinic_admin;
GRANT EXECUTE ON PROCEDURE check_in_appointment TO clinic_admin;
GRANT EXECUTE ON PROCEDURE complete_appointment TO clinic_admin;
GRANT EXECUTE ON PROCEDURE erase_patient TO clinic_admin;
GRANT EXECUTE ON PROCEDURE issue_bill TO clinic_admin;
GRANT EXECUTE ON PROCEDURE mark_no_show TO clinic_admin;
GRANT EXECUTE ON PROCEDURE record_payment TO clinic_admin;
GRANT EXECUTE ON PROCEDURE refund_payment TO clinic_admin;
GRANT EXECUTE ON PROCEDURE reopen_appointment TO clinic_admin;
GRANT EXECUTE ON PROCEDURE reschedule_appointment TO clinic_admin;
GRANT EXECUTE ON PROCEDURE void_bill TO clinic_admin;
GRANT EXECUTE ON PROCEDURE void_record TO clinic_admin;
GRANT EXECUTE ON FUNCTION clinic_now TO clinic_admin;
GRANT EXECUTE ON FUNCTION clinic_today TO clinic_admin;
