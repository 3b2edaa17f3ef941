-- A bill of no appointment, or for another patient than its appointment's.
SELECT
    'billing' AS table_name,
    b.bill_id AS row_key
FROM billing AS b
LEFT JOIN appointments AS a ON b.appointment_id = a.appointment_id AND b.patient_id = a.patient_id
WHERE a.appointment_id IS NULL;
