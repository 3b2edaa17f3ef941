-- An appointment with a second unvoided record.
SELECT
    'appointments' AS table_name,
    r.appointment_id AS row_key
FROM medical_records AS r
WHERE r.appointment_id IS NOT NULL AND r.voided_at IS NULL
GROUP BY r.appointment_id
HAVING count(*) > 1;
