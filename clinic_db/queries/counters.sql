-- The next AUTO_INCREMENT value of every table, as one document inside another statement.
-- A table that never held a row has none yet.
SELECT
    json_object('counters', json_objectagg(t.table_name, coalesce(t.auto_increment, 1)))
        AS document
FROM information_schema.tables AS t
WHERE
    t.table_schema = database()
    AND t.table_type = 'BASE TABLE';
