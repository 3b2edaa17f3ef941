-- A completed appointment without its one unvoided record.
SELECT
    'appointments' AS table_name,
    a.appointment_id AS row_key
FROM appointments AS a
LEFT JOIN medical_records AS r ON a.appointment_id = r.live_appointment_id
WHERE a.status = 'Completed' AND r.record_id IS NULL;
