-- The next AUTO_INCREMENT value of every table, as one document inside another statement.
-- A table that never held a row has none yet; -1 is a table whose rows stay when a transaction is
-- undone, since another engine keeps them.
SELECT
    json_object(
        'counters',
        json_objectagg(
            t.table_name, if(t.engine = 'InnoDB', cast(coalesce(t.auto_increment, 1) AS SIGNED), -1)
        )
    ) AS document
FROM information_schema.tables AS t
WHERE
    t.table_schema = database()
    AND t.table_type = 'BASE TABLE';
