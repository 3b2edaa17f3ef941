-- Generated patients; their policies go with them.
DELETE p
FROM patients AS p
WHERE {patients};
