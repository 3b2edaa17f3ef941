-- What in this session decides how the server writes a definition down, and in which characters.
SELECT
    @@SESSION.sql_mode AS sql_mode,
    @@SESSION.time_zone AS time_zone,
    @@SESSION.sql_quote_show_create AS sql_quote_show_create,
    @@SESSION.show_create_table_verbosity AS show_create_table_verbosity,
    @@SESSION.character_set_client AS character_set_client,
    @@SESSION.character_set_results AS character_set_results;
