-- Views. The server writes the database's name into the text; it is no part of the definition. The
-- text is empty where the account may not see it.
SELECT
    'view' AS kind,
    '' AS owner,
    v.table_name AS name,
    v.definer,
    v.security_type AS security,
    v.check_option,
    v.character_set_client,
    v.collation_connection,
    replace(v.view_definition, concat('`', database(), '`.'), '') AS body
FROM information_schema.views AS v
WHERE v.table_schema = database();
