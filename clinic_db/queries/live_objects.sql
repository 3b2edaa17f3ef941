-- One row per view, routine and trigger of the database with a digest of what the server holds.
-- Events are not the project's to make, so they are not read here.
SELECT
    lower(r.routine_type) AS kind,
    r.routine_name AS name,
    sha2(
        concat_ws(
            char(0),
            r.routine_definition,
            r.dtd_identifier,
            r.definer,
            r.security_type,
            r.sql_data_access,
            r.is_deterministic,
            r.sql_mode,
            r.routine_comment,
            r.character_set_client,
            r.collation_connection,
            (
                SELECT
                    group_concat(
                        concat_ws(' ', p.parameter_mode, p.parameter_name, p.dtd_identifier)
                        ORDER BY p.ordinal_position
                    )
                FROM information_schema.parameters AS p
                WHERE
                    p.specific_schema = r.routine_schema
                    AND p.specific_name = r.specific_name
                    AND p.routine_type = r.routine_type
                    AND p.ordinal_position > 0
            )
        ),
        256
    ) AS digest
FROM information_schema.routines AS r
WHERE r.routine_schema = database()
UNION ALL
SELECT
    'view',
    v.table_name,
    sha2(
        concat_ws(
            char(0),
            -- The server writes the database's name into the text.
            replace(v.view_definition, concat('`', database(), '`.'), ''),
            v.check_option,
            v.definer,
            v.security_type,
            v.character_set_client,
            v.collation_connection
        ),
        256
    )
FROM information_schema.views AS v
WHERE v.table_schema = database()
UNION ALL
SELECT
    'trigger',
    t.trigger_name,
    sha2(
        concat_ws(
            char(0), t.action_statement, t.event_manipulation, t.action_timing,
            t.event_object_table, t.action_order, t.definer, t.sql_mode,
            t.character_set_client, t.collation_connection
        ),
        256
    )
FROM information_schema.triggers AS t
WHERE t.trigger_schema = database();
