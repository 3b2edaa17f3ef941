-- Refunds name the payment that they give back, so they go first.
DELETE p
FROM payments AS p
INNER JOIN billing AS b ON p.bill_id = b.bill_id
INNER JOIN appointments AS a ON b.appointment_id = a.appointment_id
WHERE p.kind = 'Refund' AND ({appointments});
