-- The quarters of an hour that appointments hold, as the triggers would have taken them.
INSERT INTO appointment_slots (doctor_id, slot_start, patient_id, appointment_id)
WITH RECURSIVE numbers (number) AS (
    SELECT 0
    UNION ALL
    SELECT number + 1
    FROM numbers
    WHERE number < 31
)

SELECT
    a.doctor_id,
    a.appointment_date + INTERVAL (15 * n.number) MINUTE,
    a.patient_id,
    a.appointment_id
FROM appointments AS a
INNER JOIN numbers AS n ON a.duration_min > 15 * n.number
WHERE a.status IN ('Scheduled', 'CheckedIn', 'Completed')
ORDER BY a.doctor_id, a.appointment_date, n.number;
