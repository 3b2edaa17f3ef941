-- Indexes with their parts in order, primary and unique keys among them.
SELECT
    'index' AS kind,
    s.table_name AS owner,
    s.index_name AS name,
    s.index_type AS type,
    min(s.non_unique) AS non_unique,
    min(s.is_visible) AS visible,
    group_concat(
        concat(
            coalesce(s.column_name, concat('(', s.expression, ')')),
            coalesce(concat('(', s.sub_part, ')'), ''),
            if(s.collation = 'D', ' DESC', '')
        )
        ORDER BY s.seq_in_index SEPARATOR ', '
    ) AS parts,
    min(s.index_comment) AS comment
FROM information_schema.statistics AS s
WHERE s.table_schema = database()
GROUP BY s.table_name, s.index_name, s.index_type;
