-- What generated visits hold; slots have no foreign key that would take them along.
DELETE s
FROM appointment_slots AS s
INNER JOIN appointments AS a ON s.appointment_id = a.appointment_id
WHERE {appointments};
