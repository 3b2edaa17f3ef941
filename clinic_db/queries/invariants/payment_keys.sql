-- A request that was booked twice.
SELECT
    'payments' AS table_name,
    max(p.payment_id) AS row_key
FROM payments AS p
GROUP BY p.idempotency_key
HAVING count(*) > 1;
