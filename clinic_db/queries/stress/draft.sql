-- A record that waits for its doctor's signature, the first one from a day on.
SELECT r.record_id
FROM medical_records AS r
WHERE
    r.doctor_id = %s
    AND r.status = 'Draft'
    AND r.record_date >= %s
    AND r.voided_at IS NULL
ORDER BY r.record_date
LIMIT 1;
