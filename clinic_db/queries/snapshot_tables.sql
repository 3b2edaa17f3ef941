-- Tables with their options, and their partitions. The next AUTO_INCREMENT value is content, not
-- structure; the row format is read as it is, whether or not a file names it.
SELECT
    'table' AS kind,
    '' AS owner,
    t.table_name AS name,
    t.engine,
    t.row_format,
    t.table_collation AS collation_name,
    trim(regexp_replace(t.create_options, 'row_format=[A-Z]+|partitioned', '')) AS options,
    (
        SELECT
            concat_ws(
                ' ',
                p.partition_method,
                concat('(', p.partition_expression, ')'),
                p.subpartition_method,
                concat('(', p.subpartition_expression, ')')
            )
        FROM information_schema.partitions AS p
        WHERE
            p.table_schema = t.table_schema
            AND p.table_name = t.table_name
            AND p.partition_ordinal_position = 1
            AND coalesce(p.subpartition_ordinal_position, 1) = 1
    ) AS partitioned_by,
    NULL AS description,
    NULL AS subpartitions,
    t.table_comment AS comment
FROM information_schema.tables AS t
WHERE
    t.table_schema = database()
    AND t.table_type = 'BASE TABLE'
UNION ALL
SELECT
    'partition',
    p.table_name,
    p.partition_name,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    min(p.partition_description),
    group_concat(p.subpartition_name ORDER BY p.subpartition_ordinal_position SEPARATOR ', '),
    min(p.partition_comment)
FROM information_schema.partitions AS p
WHERE
    p.table_schema = database()
    AND p.partition_name IS NOT NULL
GROUP BY p.table_name, p.partition_name;
