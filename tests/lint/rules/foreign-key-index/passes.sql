-- Migration: 0002_change_notes
--
-- Because the case needs it.
-- depends: 0001_create_notes

CREATE TABLE drafts (
    draft_id BIGINT NOT NULL,
    note_id BIGINT NOT NULL UNIQUE,
    of_id BIGINT NULL,
    CONSTRAINT pk_drafts PRIMARY KEY (draft_id),
    KEY ix_drafts_of (Of_Id, note_id),
    CONSTRAINT fk_drafts_notes FOREIGN KEY (note_id) REFERENCES notes (note_id),
    CONSTRAINT fk_drafts_of FOREIGN KEY (of_id) REFERENCES notes (note_id)
);
ALTER TABLE notes ADD CONSTRAINT fk_notes_notes FOREIGN KEY (author_id) REFERENCES notes (note_id);
ALTER TABLE notes ADD COLUMN of_id BIGINT NULL,
    ADD CONSTRAINT fk_notes_of FOREIGN KEY (of_id) REFERENCES notes (note_id);
CREATE INDEX ix_notes_of_id ON notes (of_id);
