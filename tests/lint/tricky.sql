-- Statements whose meaning is easily missed, each read by lint and run on a server.
CREATE TABLE `odd, (name``s` (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'a, b) -- c',
    `key` INTEGER(11) DEFAULT (1 + (2 * 3)) COMMENT "it's ""so""",
    national CHARACTER VARYING(10) CHARACTER SET latin1 COLLATE latin1_bin,
    size DOUBLE PRECISION NULL, /* a column, that is none INT, */
    price NUMERIC(10, 2) NOT NULL, -- another INT,
    flag BOOL NOT NULL DEFAULT TRUE, kind ENUM('a', 'b,)', 'c''d') NOT NULL,
    doubled INT GENERATED ALWAYS AS (size * 2) VIRTUAL NOT NULL COMMENT 'twice',
    /*!80023 hidden INT INVISIBLE, */
    at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
    PRIMARY KEY USING BTREE (id), UNIQUE INDEX uq_key (`key` DESC, national(3)),
    KEY ix_half ((size DIV 2)) COMMENT 'functional', CONSTRAINT ck CHECK (size > 0) NOT ENFORCED
) ENGINE = InnoDB, DEFAULT CHARSET utf8mb4 COMMENT 'odd; one';
ALTER TABLE `odd, (name``s` ADD (more INT, most INT NOT NULL),
    CHANGE `key` other BIGINT NOT NULL, DROP COLUMN flag, DROP CHECK ck, DROP COLUMN doubled,
    ADD CONSTRAINT ck2 CHECK (size > 1), RENAME INDEX uq_key TO uq_other;
CREATE TABLE copied LIKE `odd, (name``s`;
RENAME TABLE copied TO copy2;
ALTER TABLE copy2 RENAME TO copy3, MODIFY COLUMN more BIGINT NULL FIRST;
CREATE UNIQUE INDEX uq_more ON copy3 (more);
CREATE TABLE gone (a INT);
DROP TABLE gone;
ALTER TABLE copy3 RENAME COLUMN price TO cost;
