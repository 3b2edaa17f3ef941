-- CHECK constraints, and foreign keys with their columns in order and their actions. Primary and
-- unique keys are read with the indexes. Merged into the query, the clauses would be searched
-- through for each constraint: 2.6 s for 300 of them, and 12 ms this way.
WITH clauses AS (
    SELECT
        constraint_name,
        check_clause
    FROM information_schema.check_constraints
    WHERE constraint_schema = database()
)

SELECT /*+ NO_MERGE(c) */
    'check' AS kind,
    t.table_name AS owner,
    t.constraint_name AS name,
    c.check_clause AS expression,
    t.enforced,
    NULL AS parts,
    NULL AS parent,
    NULL AS parent_parts,
    NULL AS on_delete,
    NULL AS on_update
FROM information_schema.table_constraints AS t
INNER JOIN clauses AS c ON t.constraint_name = c.constraint_name
WHERE
    t.constraint_schema = database()
    AND t.constraint_type = 'CHECK'
UNION ALL
SELECT
    'foreign key',
    r.table_name,
    r.constraint_name,
    NULL,
    NULL,
    group_concat(k.column_name ORDER BY k.ordinal_position SEPARATOR ', '),
    concat(
        if(
            r.unique_constraint_schema = r.constraint_schema,
            '',
            concat(r.unique_constraint_schema, '.')
        ),
        r.referenced_table_name
    ),
    group_concat(k.referenced_column_name ORDER BY k.ordinal_position SEPARATOR ', '),
    r.delete_rule,
    r.update_rule
FROM information_schema.referential_constraints AS r
INNER JOIN information_schema.key_column_usage AS k
    ON
        r.constraint_schema = k.constraint_schema
        AND r.constraint_name = k.constraint_name
        AND r.table_name = k.table_name
WHERE r.constraint_schema = database()
GROUP BY
    r.table_name,
    r.constraint_name,
    r.constraint_schema,
    r.unique_constraint_schema,
    r.referenced_table_name,
    r.delete_rule,
    r.update_rule;
