-- A completed appointment of which nothing was ever written down. Its record may be void by now.
SELECT
    'appointments' AS table_name,
    a.appointment_id AS row_key
FROM appointments AS a
LEFT JOIN medical_records AS r ON a.appointment_id = r.appointment_id
WHERE a.status = 'Completed' AND r.record_id IS NULL;
