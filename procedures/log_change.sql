-- Procedure: log_change
--
-- The one place that writes the audit log. Two versions of a row are compared as JSON, which sees a
-- change of case or accent that the columns' collation does not; a row that did not change leaves
-- nothing. A cascade fires no trigger by default, so what SET NULL changes is not seen here.
CREATE PROCEDURE log_change (
    IN in_table_name VARCHAR(64),
    IN in_row_id BIGINT,
    IN in_old JSON,
    IN in_new JSON
)
NOT DETERMINISTIC
MODIFIES SQL DATA
SQL SECURITY DEFINER
COMMENT 'Logs an update, or a deletion when the new row is NULL; internal to the audit triggers'
BEGIN
    DECLARE v_columns JSON DEFAULT json_keys(in_old);
    DECLARE v_changes JSON DEFAULT json_object();
    DECLARE v_path VARCHAR(80);
    DECLARE v_index INT DEFAULT 0;

    WHILE v_index < json_length(v_columns) DO
        SET v_path = concat('$.', json_extract(v_columns, concat('$[', v_index, ']')));
        IF in_new IS NULL THEN
            SET v_changes = json_set(
                v_changes, v_path, json_object('old', json_extract(in_old, v_path))
            );
        ELSEIF json_extract(in_old, v_path) <> json_extract(in_new, v_path) THEN
            SET v_changes = json_set(
                v_changes,
                v_path,
                json_object(
                    'old', json_extract(in_old, v_path), 'new', json_extract(in_new, v_path)
                )
            );
        END IF;
        SET v_index = v_index + 1;
    END WHILE;

    IF json_length(v_changes) > 0 THEN
        -- user() is who is connected; current_user() would be the definer of this procedure.
        INSERT INTO audit_log (
            occurred_at, actor, db_user, table_name, row_id, action, changes
        )
        VALUES (
            utc_instant(),
            coalesce(nullif(trim(left(cast(@clinic_actor AS CHAR), 128)), ''), user()),
            user(),
            in_table_name,
            in_row_id,
            if(in_new IS NULL, 'Delete', 'Update'),
            v_changes
        );
    END IF;
END;
