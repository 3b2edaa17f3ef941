-- The record that the trigger drafted for a visit.
SELECT
    record_id,
    status
FROM medical_records
WHERE
    appointment_id = %s
    AND voided_at IS NULL;
