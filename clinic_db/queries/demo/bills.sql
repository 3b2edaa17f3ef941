-- The newest bills.
SELECT
    b.bill_id,
    p.full_name,
    b.total_amount,
    b.amount_paid,
    b.balance,
    b.status,
    b.payment_method
FROM billing AS b
INNER JOIN patients AS p ON b.patient_id = p.patient_id
ORDER BY b.bill_id DESC
LIMIT %s;
