-- Foreign keys, one row per pair of columns.
SELECT
    r.table_name AS child,
    r.constraint_name AS name,
    k.column_name AS part,
    r.referenced_table_name AS parent,
    k.referenced_column_name AS parent_part,
    r.delete_rule AS on_delete,
    r.update_rule AS on_update
FROM information_schema.referential_constraints AS r
INNER JOIN information_schema.key_column_usage AS k
    ON
        r.constraint_schema = k.constraint_schema
        AND r.constraint_name = k.constraint_name
        AND r.table_name = k.table_name
WHERE
    r.constraint_schema = database()
    AND k.referenced_table_schema = database()
ORDER BY r.table_name, r.constraint_name, k.ordinal_position;
