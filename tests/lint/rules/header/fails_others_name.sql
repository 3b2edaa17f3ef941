-- finds: sql/views/all_notes.sql:1:1
-- finds: triggers/notes_before_insert.sql:1:1
-- >>> triggers/notes_before_insert.sql
-- Trigger: notes_before_update
--
-- Sets the price, because nobody else does.
CREATE TRIGGER notes_before_insert BEFORE INSERT ON notes FOR EACH ROW SET NEW.price = 1;
-- >>> sql/views/all_notes.sql
-- View: all_notes
CREATE VIEW all_notes AS SELECT note_id FROM notes;
