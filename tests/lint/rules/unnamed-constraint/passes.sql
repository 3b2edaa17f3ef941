-- Migration: 0002_change_notes
--
-- Because the case needs it.
-- depends: 0001_create_notes

CREATE TABLE drafts (
    draft_id BIGINT NOT NULL,
    size INT NULL CONSTRAINT ck_drafts_size CHECK (size > 0),
    PRIMARY KEY (draft_id),
    INDEX ix_drafts_size (size),
    UNIQUE KEY uq_drafts_size (size),
    CONSTRAINT fk_drafts_notes FOREIGN KEY (draft_id) REFERENCES notes (note_id)
);
ALTER TABLE notes ADD CONSTRAINT uq_notes_body UNIQUE (body), ADD INDEX ix_notes_kind (kind);
