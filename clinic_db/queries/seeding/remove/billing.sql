-- Bills of generated visits.
DELETE b
FROM billing AS b
INNER JOIN appointments AS a ON b.appointment_id = a.appointment_id
WHERE {appointments};
