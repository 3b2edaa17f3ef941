-- Columns of tables (a view's columns follow from its definition).
SELECT
    'column' AS kind,
    concat(c.table_name, '.', c.column_name) AS name,
    c.ordinal_position AS position,
    c.column_type AS type,
    c.is_nullable AS nullable,
    c.column_default AS default_value,
    c.extra,
    c.generation_expression AS expression,
    c.character_set_name AS character_set,
    c.collation_name,
    c.srs_id,
    c.column_comment AS comment
FROM information_schema.columns AS c
INNER JOIN information_schema.tables AS t
    ON c.table_schema = t.table_schema AND c.table_name = t.table_name
WHERE
    c.table_schema = database()
    AND t.table_type = 'BASE TABLE';
