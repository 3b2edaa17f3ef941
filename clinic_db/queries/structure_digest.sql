-- One digest over every definition in the database: equal digests, equal structure.
SELECT
    sha2(
        concat_ws(
            '|',
            (
                SELECT
                    group_concat(
                        concat_ws(
                            ' ', c.table_name, c.column_name, c.column_type, c.is_nullable, c.extra,
                            c.column_default, c.generation_expression
                        )
                        ORDER BY c.table_name, c.ordinal_position
                    )
                FROM information_schema.columns AS c
                WHERE c.table_schema = database()
            ),
            (
                SELECT
                    group_concat(
                        concat_ws(
                            ' ',
                            s.table_name,
                            s.index_name,
                            s.seq_in_index,
                            s.column_name,
                            s.non_unique
                        )
                        ORDER BY s.table_name, s.index_name, s.seq_in_index
                    )
                FROM information_schema.statistics AS s
                WHERE s.table_schema = database()
            ),
            (
                SELECT
                    group_concat(
                        concat_ws(
                            ' ', t.table_name, t.constraint_name, t.constraint_type, t.enforced
                        )
                        ORDER BY t.table_name, t.constraint_name
                    )
                FROM information_schema.table_constraints AS t
                WHERE t.constraint_schema = database()
            ),
            (
                SELECT
                    group_concat(
                        concat_ws(
                            ' ', k.table_name, k.constraint_name, k.delete_rule, k.update_rule
                        )
                        ORDER BY k.table_name, k.constraint_name
                    )
                FROM information_schema.referential_constraints AS k
                WHERE k.constraint_schema = database()
            ),
            (
                SELECT
                    group_concat(
                        concat_ws(' ', h.constraint_name, h.check_clause)
                        ORDER BY h.constraint_name
                    )
                FROM information_schema.check_constraints AS h
                WHERE h.constraint_schema = database()
            ),
            (
                SELECT
                    group_concat(
                        concat_ws(' ', r.routine_name, r.created, r.last_altered)
                        ORDER BY r.routine_name
                    )
                FROM information_schema.routines AS r
                WHERE r.routine_schema = database()
            ),
            (
                SELECT
                    group_concat(
                        concat_ws(' ', g.trigger_name, g.created)
                        ORDER BY g.trigger_name
                    )
                FROM information_schema.triggers AS g
                WHERE g.trigger_schema = database()
            ),
            (
                SELECT
                    group_concat(
                        concat_ws(' ', v.table_name, v.view_definition)
                        ORDER BY v.table_name
                    )
                FROM information_schema.views AS v
                WHERE v.table_schema = database()
            )
        ),
        256
    ) AS digest;
