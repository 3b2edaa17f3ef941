-- A payment, the first one from a key on.
SELECT
    p.payment_id,
    p.amount
FROM payments AS p
WHERE p.payment_id >= %s AND p.kind = 'Payment'
ORDER BY p.payment_id
LIMIT 1;
