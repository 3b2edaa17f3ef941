-- What is still owed on a bill.
SELECT
    b.bill_id,
    b.balance
FROM billing AS b
WHERE b.bill_id = %s AND b.status IN ('Unpaid', 'PartiallyPaid');
