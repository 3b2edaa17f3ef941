-- Migration: 0002_change_notes
--
-- Because the case needs it.
-- depends: 0001_create_notes

CREATE TABLE drafts (
    draft_id BIGINT NOT NULL,
    code CHAR(8) CHARACTER SET UTF8MB4 COLLATE utf8mb4_0900_ai_ci NOT NULL
) COLLATE utf8mb4_0900_ai_ci;
CREATE TABLE sketches LIKE drafts;
