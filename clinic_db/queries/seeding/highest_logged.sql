-- The highest key that the audit log still speaks of, table by table.
SELECT
    l.table_name,
    max(l.row_id) AS highest
FROM audit_log AS l
GROUP BY l.table_name;
