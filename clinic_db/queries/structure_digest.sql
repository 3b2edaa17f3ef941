-- One digest over every definition in the database: equal digests, equal structure.
SELECT
    SHA2(
        CONCAT_WS(
            '|',
            (
                SELECT
                    GROUP_CONCAT(
                        CONCAT_WS(
                            ' ', c.table_name, c.column_name, c.column_type, c.is_nullable, c.extra,
                            c.column_default, c.generation_expression
                        )
                        ORDER BY c.table_name, c.ordinal_position
                    )
                FROM information_schema.columns AS c
                WHERE c.table_schema = DATABASE()
            ),
            (
                SELECT
                    GROUP_CONCAT(
                        CONCAT_WS(
                            ' ', s.table_name, s.index_name, s.seq_in_index, s.column_name, s.non_unique
                        )
                        ORDER BY s.table_name, s.index_name, s.seq_in_index
                    )
                FROM information_schema.statistics AS s
                WHERE s.table_schema = DATABASE()
            ),
            (
                SELECT
                    GROUP_CONCAT(
                        CONCAT_WS(' ', t.table_name, t.constraint_name, t.constraint_type, t.enforced)
                        ORDER BY t.table_name, t.constraint_name
                    )
                FROM information_schema.table_constraints AS t
                WHERE t.constraint_schema = DATABASE()
            ),
            (
                SELECT
                    GROUP_CONCAT(
                        CONCAT_WS(' ', r.routine_name, r.created, r.last_altered)
                        ORDER BY r.routine_name
                    )
                FROM information_schema.routines AS r
                WHERE r.routine_schema = DATABASE()
            ),
            (
                SELECT
                    GROUP_CONCAT(
                        CONCAT_WS(' ', g.trigger_name, g.created)
                        ORDER BY g.trigger_name
                    )
                FROM information_schema.triggers AS g
                WHERE g.trigger_schema = DATABASE()
            ),
            (
                SELECT
                    GROUP_CONCAT(
                        CONCAT_WS(' ', v.table_name, v.view_definition)
                        ORDER BY v.table_name
                    )
                FROM information_schema.views AS v
                WHERE v.table_schema = DATABASE()
            )
        ),
        256
    ) AS digest;
