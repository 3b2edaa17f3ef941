-- Migration: 0001_create_notes
--
-- The smallest project that can have a test.

CREATE TABLE notes (
    note_id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Key',
    body VARCHAR(200) NOT NULL COMMENT 'What is noted',
    CONSTRAINT pk_notes PRIMARY KEY (note_id)
) COMMENT = 'Notes';
