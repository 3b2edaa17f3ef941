-- Every AUTO_INCREMENT column with its table's next value.
SELECT
    t.table_name AS name,
    c.column_name AS part,
    t.auto_increment AS next_id
FROM information_schema.tables AS t
INNER JOIN information_schema.columns AS c
    ON
        t.table_schema = c.table_schema
        AND t.table_name = c.table_name
        AND locate('auto_increment', c.extra) > 0
WHERE
    t.table_schema = database()
    AND t.table_type = 'BASE TABLE';
