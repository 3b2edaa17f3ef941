-- An appointment with a second live bill.
SELECT
    'appointments' AS table_name,
    b.appointment_id AS row_key
FROM billing AS b
WHERE NOT b.is_void
GROUP BY b.appointment_id
HAVING count(*) > 1;
