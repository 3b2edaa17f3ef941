-- Function: redacted_changes
--
-- The one place that says what identifies a patient in the audit log. What was changed stays
-- visible, what it was changed from and to does not; redacting twice changes nothing.
CREATE FUNCTION redacted_changes(in_changes JSON)
RETURNS JSON
DETERMINISTIC
NO SQL
SQL SECURITY DEFINER
COMMENT 'Changes of a patients row with name, contact, address and birth taken out'
BEGIN
    RETURN json_replace(
        in_changes,
        '$.full_name', 'erased',
        '$.date_of_birth', 'erased',
        '$.phone', 'erased',
        '$.email', 'erased',
        '$.address', 'erased'
    );
END;
