-- A refund that names no payment of its own bill, or a payment that names one.
SELECT
    'payments' AS table_name,
    r.payment_id AS row_key
FROM payments AS r
LEFT JOIN payments AS p
    ON r.refund_of = p.payment_id AND r.bill_id = p.bill_id AND p.kind = 'Payment'
WHERE (r.kind = 'Refund') <> (p.payment_id IS NOT NULL);
