-- A payment whose day is not the wall clock's day of its instant.
SELECT
    'payments' AS table_name,
    p.payment_id AS row_key
FROM payments AS p
INNER JOIN clinic_settings AS s ON s.name = 'utc_offset'
WHERE p.paid_on <> date(convert_tz(p.paid_at, '+00:00', s.value));
