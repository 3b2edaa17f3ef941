-- A slot of no appointment that may hold it.
SELECT
    'appointment_slots' AS table_name,
    s.appointment_id AS row_key
FROM appointment_slots AS s
LEFT JOIN appointments AS a
    ON
        s.appointment_id = a.appointment_id
        AND s.doctor_id = a.doctor_id
        AND s.patient_id = a.patient_id
        AND s.slot_start >= a.appointment_date
        AND a.appointment_date + INTERVAL a.duration_min MINUTE > s.slot_start
        AND a.status IN ('Scheduled', 'CheckedIn', 'Completed')
WHERE a.appointment_id IS NULL;
