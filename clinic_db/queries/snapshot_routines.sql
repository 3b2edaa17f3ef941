-- Procedures and functions with their parameters in order. A body is NULL where the account may
-- not see it.
SELECT
    lower(r.routine_type) AS kind,
    '' AS owner,
    r.routine_name AS name,
    r.definer,
    r.security_type AS security,
    r.sql_data_access AS data_access,
    r.is_deterministic,
    r.sql_mode,
    r.character_set_client,
    r.collation_connection,
    r.database_collation,
    concat_ws(' ', r.dtd_identifier, r.character_set_name, r.collation_name) AS returns_type,
    (
        SELECT
            group_concat(
                concat_ws(
                    ' ',
                    p.parameter_mode,
                    p.parameter_name,
                    p.dtd_identifier,
                    p.character_set_name,
                    p.collation_name
                )
                ORDER BY p.ordinal_position SEPARATOR ', '
            )
        FROM information_schema.parameters AS p
        WHERE
            p.specific_schema = r.routine_schema
            AND p.specific_name = r.specific_name
            AND p.routine_type = r.routine_type
            AND p.ordinal_position > 0
    ) AS parameters,
    r.routine_comment AS comment,
    r.routine_definition AS body
FROM information_schema.routines AS r
WHERE r.routine_schema = database();
