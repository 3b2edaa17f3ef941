-- A bill that says when or how it was paid although it is not, or the other way round.
SELECT
    'billing' AS table_name,
    b.bill_id AS row_key
FROM billing AS b
WHERE
    (b.status = 'Paid') <> (b.payment_date IS NOT NULL)
    OR (b.status = 'Paid' AND b.total_amount > 0) <> (b.payment_method IS NOT NULL);
