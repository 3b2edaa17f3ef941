-- Every foreign key of the database: which table refers to which.
SELECT
    r.table_name AS child,
    r.referenced_table_name AS parent,
    r.constraint_name AS name
FROM information_schema.referential_constraints AS r
WHERE r.constraint_schema = database()
ORDER BY r.table_name, r.constraint_name;
