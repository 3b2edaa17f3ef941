-- One row per view, routine and trigger of the database with a digest of what the server holds.
-- Events are not the project's to make, so they are not read here. A trigger's place among those
-- of its moment is no part of the digest: it changes when another one comes or goes.
SELECT
    lower(r.routine_type) AS kind,
    r.routine_name AS name,
    NULL AS table_name,
    sha2(
        concat_ws(
            char(0),
            r.routine_definition,
            r.dtd_identifier,
            r.character_set_name,
            r.collation_name,
            r.definer,
            r.security_type,
            r.sql_data_access,
            r.is_deterministic,
            r.sql_mode,
            r.routine_comment,
            r.character_set_client,
            r.collation_connection,
            r.database_collation,
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
    NULL,
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
    t.event_object_table,
    sha2(
        concat_ws(
            char(0), t.action_statement, t.event_manipulation, t.action_timing,
            t.event_object_table, t.definer, t.sql_mode,
            t.character_set_client, t.collation_connection, t.database_collation
        ),
        256
    )
FROM information_schema.triggers AS t
WHERE t.trigger_schema = database()
UNION ALL
-- Copies of tables on which a trigger was tried, by a run that was cut short.
SELECT
    'table',
    c.table_name,
    NULL,
    ''
FROM information_schema.tables AS c
WHERE
    c.table_schema = database()
    AND right(c.table_name, 17) = '__clinic_db_trial';
