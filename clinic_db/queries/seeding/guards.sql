-- The guards that are there.
SELECT t.trigger_name AS name
FROM information_schema.triggers AS t
WHERE t.trigger_schema = database() AND t.trigger_name LIKE '%\_\_clinic\_db\_seed';
