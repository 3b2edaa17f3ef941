-- Which of the two tables about generated clinics are there.
SELECT t.table_name AS name
FROM information_schema.tables AS t
WHERE t.table_schema = database() AND t.table_name IN ('_clinic_db_seed', '_clinic_db_seed_part');
