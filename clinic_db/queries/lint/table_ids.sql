-- The InnoDB tables and partitions of the connected database; a rebuilt one gets another id.
-- What full-text indexes keep beside a table is left out.
SELECT t.table_id AS id
FROM information_schema.innodb_tables AS t
WHERE
    t.name LIKE concat(database(), '/%')
    AND t.name NOT LIKE concat(database(), '/fts\_%');
