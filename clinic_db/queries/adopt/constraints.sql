-- Names of foreign keys and checks are unique in a database, so an old one can be in the way.
SELECT
    c.table_name AS of_table,
    c.constraint_name AS name
FROM information_schema.table_constraints AS c
WHERE
    c.constraint_schema = database()
    AND c.constraint_type IN ('FOREIGN KEY', 'CHECK')
ORDER BY c.table_name, c.constraint_name;
