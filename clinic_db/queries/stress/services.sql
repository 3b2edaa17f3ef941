-- What can be put on a visit.
SELECT s.service_id
FROM services AS s
WHERE s.is_active
ORDER BY s.service_id;
