-- Routines, views and triggers with what the server knows of their purpose.
SELECT
    lower(r.routine_type) AS kind,
    r.routine_name AS name,
    r.routine_comment AS comment,
    '' AS table_name,
    '' AS event
FROM information_schema.routines AS r
WHERE r.routine_schema = database()
UNION ALL
SELECT
    'view',
    v.table_name,
    '',
    '',
    ''
FROM information_schema.views AS v
WHERE v.table_schema = database()
UNION ALL
SELECT
    'trigger',
    t.trigger_name,
    '',
    t.event_object_table,
    concat(t.action_timing, ' ', t.event_manipulation)
FROM information_schema.triggers AS t
WHERE t.trigger_schema = database()
ORDER BY kind, name;
