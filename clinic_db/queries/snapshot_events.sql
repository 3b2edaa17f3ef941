-- Scheduled events. A repeated one begins when it is made or altered unless it says otherwise, so
-- that moment is no part of its definition.
SELECT
    'event' AS kind,
    '' AS owner,
    e.event_name AS name,
    e.definer,
    e.event_type AS type,
    e.status,
    e.time_zone,
    e.execute_at,
    concat(e.interval_value, ' ', e.interval_field) AS every,
    if(e.starts IN (e.created, e.last_altered), NULL, e.starts) AS starts,
    e.ends,
    e.on_completion,
    e.sql_mode,
    e.character_set_client,
    e.collation_connection,
    e.database_collation,
    e.event_comment AS comment,
    e.event_definition AS body
FROM information_schema.events AS e
WHERE e.event_schema = database();
