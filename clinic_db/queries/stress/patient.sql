-- Somebody: the first patient from a key on.
SELECT
    p.patient_id,
    p.phone
FROM patients AS p
WHERE p.patient_id >= %s AND p.voided_at IS NULL
ORDER BY p.patient_id
LIMIT 1;
