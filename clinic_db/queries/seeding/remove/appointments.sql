-- Generated visits, and those that people booked with generated patients or doctors; their lines
-- go with them.
DELETE a
FROM appointments AS a
WHERE {appointments};
