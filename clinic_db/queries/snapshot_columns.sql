-- Columns of tables (a view's columns follow from its definition). A default is written as in a
-- CREATE TABLE: no default, the empty string and an expression are three things.
SELECT
    'column' AS kind,
    c.table_name AS owner,
    c.column_name AS name,
    c.ordinal_position AS position,
    c.column_type AS type,
    c.is_nullable AS nullable,
    CASE
        WHEN c.column_default IS NULL THEN NULL
        WHEN c.extra LIKE '%DEFAULT_GENERATED%' THEN concat('(', c.column_default, ')')
        ELSE quote(c.column_default)
    END AS default_value,
    trim(replace(replace(c.extra, 'DEFAULT_GENERATED', ''), 'INVISIBLE', '')) AS extra,
    if(c.extra LIKE '%INVISIBLE%', 'NO', 'YES') AS visible,
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
