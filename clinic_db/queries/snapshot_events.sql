-- Scheduled events; the project makes none, so any is drift.
SELECT
    'event' AS kind,
    e.event_name AS name,
    e.definer,
    e.event_type AS type,
    e.status,
    e.interval_value,
    e.interval_field,
    e.event_definition AS body
FROM information_schema.events AS e
WHERE e.event_schema = database();
