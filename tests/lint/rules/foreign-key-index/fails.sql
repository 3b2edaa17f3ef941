-- finds: migrations/0002_change_notes.sql:10:5
-- finds: migrations/0002_change_notes.sql:13:23
-- finds: migrations/0002_change_notes.sql:14:48
-- Migration: 0002_change_notes
--
-- Because the case needs it.
-- depends: 0001_create_notes

CREATE TABLE drafts (
    draft_id BIGINT NOT NULL,
    note_id BIGINT NOT NULL,
    CONSTRAINT pk_drafts PRIMARY KEY (draft_id, note_id),
    CONSTRAINT fk_drafts_notes FOREIGN KEY (note_id) REFERENCES notes (note_id)
);
ALTER TABLE notes ADD COLUMN of_id BIGINT NULL;
ALTER TABLE notes ADD CONSTRAINT fk_notes_notes FOREIGN KEY (of_id) REFERENCES notes (note_id);
ALTER TABLE notes ADD COLUMN by_id BIGINT NULL REFERENCES notes (note_id);
