-- The quarantine of one table.
SELECT
    q.row_key,
    q.defect,
    q.action
FROM adoption_quarantine AS q
WHERE q.table_name = %s;
