-- The names of all triggers.
SELECT t.trigger_name AS name
FROM information_schema.triggers AS t
WHERE t.trigger_schema = database()
ORDER BY t.trigger_name;
