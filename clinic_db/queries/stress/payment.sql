-- A payment: the first one from a share of all keys on, those of this very moment included.
SELECT
    p.payment_id,
    p.amount
FROM payments AS p
WHERE
    p.payment_id >= (SELECT max(y.payment_id) * %s FROM payments AS y)
    AND p.kind = 'Payment'
ORDER BY p.payment_id
LIMIT 1;
