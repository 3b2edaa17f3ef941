-- Is the database there?
SELECT COUNT(*) AS present FROM information_schema.schemata WHERE schema_name = %s;
