-- Every table and view of the database.
SELECT table_name AS name, table_type AS kind
FROM information_schema.tables
WHERE table_schema = DATABASE()
ORDER BY table_name;
