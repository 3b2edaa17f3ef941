-- Triggers with their place among those of the same table and event.
SELECT
    'trigger' AS kind,
    '' AS owner,
    t.trigger_name AS name,
    t.event_object_table AS table_name,
    t.action_timing AS timing,
    t.event_manipulation AS event,
    t.action_order AS position,
    t.definer,
    t.sql_mode,
    t.character_set_client,
    t.collation_connection,
    t.database_collation,
    t.action_statement AS body
FROM information_schema.triggers AS t
WHERE t.trigger_schema = database();
