-- A bill as it stands now.
SELECT
    total_amount,
    amount_paid,
    status
FROM billing
WHERE bill_id = %s;
