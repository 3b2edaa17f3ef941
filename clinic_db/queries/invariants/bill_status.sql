-- A bill whose status is not what its amounts say.
SELECT
    'billing' AS table_name,
    b.bill_id AS row_key
FROM billing AS b
WHERE
    b.status <> CASE
        WHEN b.is_void THEN 'Cancelled'
        WHEN b.amount_paid = b.total_amount THEN 'Paid'
        WHEN b.amount_paid = 0 THEN 'Unpaid'
        ELSE 'PartiallyPaid'
    END;
