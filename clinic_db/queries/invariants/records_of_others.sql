-- A record that names other people than its appointment.
SELECT
    'medical_records' AS table_name,
    r.record_id AS row_key
FROM medical_records AS r
INNER JOIN appointments AS a ON r.appointment_id = a.appointment_id
WHERE r.patient_id <> a.patient_id OR r.doctor_id <> a.doctor_id;
