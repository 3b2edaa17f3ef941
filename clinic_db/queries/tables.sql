-- Every table and view of the database.
SELECT
    table_name AS name,
    table_type AS kind
FROM information_schema.tables
WHERE table_schema = database()
ORDER BY table_name;
