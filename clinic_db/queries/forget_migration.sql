-- A migration that was rolled back leaves no statements behind; yoyo's log keeps the story.
DELETE FROM _clinic_db_journal
WHERE migration_id = %s;
