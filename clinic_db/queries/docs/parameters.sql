-- What a routine takes and gives, in order; a function's result has no name and comes first.
SELECT
    lower(p.routine_type) AS kind,
    p.specific_name AS routine,
    coalesce(p.parameter_mode, '') AS mode,
    coalesce(p.parameter_name, '') AS name,
    p.dtd_identifier AS type
FROM information_schema.parameters AS p
WHERE p.specific_schema = database()
ORDER BY kind, routine, p.ordinal_position;
