-- What the tools that change large tables beside the running server look at: the tables that a
-- table refers to, those that refer to it, and its triggers.
SELECT
    'child of' AS kind,
    k.referenced_table_name AS name
FROM information_schema.referential_constraints AS k
WHERE
    k.constraint_schema = database()
    AND k.table_name = %s
UNION DISTINCT
SELECT
    'parent of' AS kind,
    k.table_name AS name
FROM information_schema.referential_constraints AS k
WHERE
    k.unique_constraint_schema = database()
    AND k.referenced_table_name = %s
UNION DISTINCT
SELECT
    'trigger' AS kind,
    t.trigger_name AS name
FROM information_schema.triggers AS t
WHERE
    t.event_object_schema = database()
    AND t.event_object_table = %s
ORDER BY kind, name;
