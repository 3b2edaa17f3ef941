-- A record that says when it was signed although it is a draft, or the other way round.
SELECT
    'medical_records' AS table_name,
    r.record_id AS row_key
FROM medical_records AS r
WHERE (r.status = 'Signed') <> (r.signed_at IS NOT NULL);
