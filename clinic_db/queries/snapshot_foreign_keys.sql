-- Foreign keys with their columns in order and their actions.
SELECT
    'foreign key' AS kind,
    concat(r.table_name, '.', r.constraint_name) AS name,
    group_concat(k.column_name ORDER BY k.ordinal_position SEPARATOR ', ') AS parts,
    r.referenced_table_name AS parent,
    group_concat(k.referenced_column_name ORDER BY k.ordinal_position SEPARATOR ', ')
        AS parent_parts,
    r.delete_rule AS on_delete,
    r.update_rule AS on_update
FROM information_schema.referential_constraints AS r
INNER JOIN information_schema.key_column_usage AS k
    ON
        r.constraint_schema = k.constraint_schema
        AND r.constraint_name = k.constraint_name
        AND r.table_name = k.table_name
WHERE r.constraint_schema = database()
GROUP BY
    r.table_name, r.constraint_name, r.referenced_table_name, r.delete_rule, r.update_rule;
