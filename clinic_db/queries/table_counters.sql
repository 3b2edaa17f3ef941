-- The next AUTO_INCREMENT value of every table.
SELECT
    table_name AS name,
    auto_increment AS next_id
FROM information_schema.tables
WHERE
    table_schema = database()
    AND table_type = 'BASE TABLE';
