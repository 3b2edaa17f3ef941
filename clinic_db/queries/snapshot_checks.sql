-- CHECK constraints.
SELECT
    'check' AS kind,
    concat(t.table_name, '.', t.constraint_name) AS name,
    c.check_clause AS expression,
    t.enforced
FROM information_schema.table_constraints AS t
INNER JOIN information_schema.check_constraints AS c
    ON
        t.constraint_schema = c.constraint_schema
        AND t.constraint_name = c.constraint_name
WHERE
    t.constraint_schema = database()
    AND t.constraint_type = 'CHECK';
