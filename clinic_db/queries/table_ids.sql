-- Rebuilding, emptying or swapping a table gives it another id; a partition has one of its own.
SELECT group_concat(t.table_id ORDER BY t.name) AS ids
FROM information_schema.innodb_tables AS t
WHERE
    t.name = %s
    OR t.name LIKE concat(replace(%s, '_', '\_'), '#p#%%');
