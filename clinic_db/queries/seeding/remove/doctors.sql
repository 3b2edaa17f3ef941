-- Generated doctors.
DELETE d
FROM doctors AS d
WHERE {doctors};
