-- A bill whose paid amount is not what its payments say.
SELECT
    'billing' AS table_name,
    b.bill_id AS row_key
FROM billing AS b
LEFT JOIN payments AS p ON b.bill_id = p.bill_id
GROUP BY b.bill_id, b.amount_paid
HAVING b.amount_paid <> coalesce(sum(if(p.kind = 'Payment', p.amount, -p.amount)), 0);
