-- A payment of which more was given back than it brought.
SELECT
    'payments' AS table_name,
    p.payment_id AS row_key
FROM payments AS p
INNER JOIN payments AS r ON p.payment_id = r.refund_of
GROUP BY p.payment_id, p.amount
HAVING sum(r.amount) > p.amount;
