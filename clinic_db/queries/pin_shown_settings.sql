-- Definitions are written down as in a session that has just begun, whatever a file has SET.
SET SESSION sql_mode = '', time_zone = '+00:00',
sql_quote_show_create = 1, show_create_table_verbosity = 0,
character_set_client = 'utf8mb4', character_set_results = 'utf8mb4';
