-- Is the database there?
SELECT count(*) AS present FROM information_schema.schemata
WHERE schema_name = %s;
