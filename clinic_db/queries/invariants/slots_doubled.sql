-- A quarter of an hour that a doctor or a patient is to spend in two places.
SELECT
    'appointment_slots' AS table_name,
    min(s.appointment_id) AS row_key
FROM appointment_slots AS s
GROUP BY s.doctor_id, s.slot_start
HAVING count(*) > 1
UNION ALL
SELECT
    'appointment_slots' AS table_name,
    min(s.appointment_id) AS row_key
FROM appointment_slots AS s
GROUP BY s.patient_id, s.slot_start
HAVING count(*) > 1;
