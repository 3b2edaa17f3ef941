"""A project with every kind of statement, and a later state of its objects."""

from __future__ import annotations

from pathlib import Path

from projects import write

# Accounts and roles belong to the server, so their names are ones that nothing else uses. The
# account is never dropped: other databases of the same test grant it something at the same time.
ROLE = "kills_reader"
ACCOUNT = "kills_account"

FORWARD = {
    "0001_create": """
        CREATE TABLE people (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(20), age INT);
        CREATE TABLE pets (id INT PRIMARY KEY AUTO_INCREMENT, owner INT, name VARCHAR(20));
        CREATE TABLE counted (n INT NOT NULL);
        """,
    "0002_fill": """
        INSERT INTO people (name, age) VALUES ('Siti', 30), ('Budi', 40);
        INSERT INTO pets (owner, name) SELECT id, CONCAT('pet of ', name) FROM people;
        INSERT INTO counted VALUES (0);
        UPDATE counted SET n = n + 1;
        """,
    "0003_alter": """
        ALTER TABLE people ADD COLUMN email VARCHAR(50) NULL;
        ALTER TABLE pets ADD CONSTRAINT fk_pets_people FOREIGN KEY (owner) REFERENCES people (id);
        CREATE INDEX ix_people_name ON people (name);
        ALTER TABLE people MODIFY age BIGINT NOT NULL, ALGORITHM = COPY;
        ALTER TABLE people RENAME COLUMN age TO years;
        ALTER TABLE people ADD COLUMN half INT AS (years DIV 2) STORED,
            ADD CONSTRAINT ck_people CHECK (years > 0), ALTER COLUMN email SET DEFAULT 'none';
        """,
    "0004_mixed": """
        UPDATE counted SET n = n + 10;
        CREATE TABLE copies AS SELECT id, name FROM people;
        INSERT INTO copies VALUES (100, 'late');
        UPDATE counted SET n = n + 100;
        RENAME TABLE copies TO twins;
        DELETE FROM twins WHERE id = 1;
        ALTER TABLE twins ADD PRIMARY KEY (id);
        """,
    "0005_settings": """
        SET SESSION sql_mode = '', @step = 1000;
        UPDATE counted SET n = n + @step;
        ANALYZE TABLE people;
        INSERT INTO counted VALUES ('not a number');
        DELETE FROM counted WHERE n = 0;
        """,
    "0006_replace": """
        CREATE TABLE swap_new LIKE twins;
        INSERT INTO swap_new SELECT id + 1000, name FROM twins;
        RENAME TABLE twins TO swap_old, swap_new TO twins;
        TRUNCATE TABLE swap_old;
        INSERT INTO swap_old VALUES (1, 'after the truncate');
        DROP INDEX ix_people_name ON people;
        CREATE TABLE gone (a INT);
        DROP TABLE IF EXISTS gone, never_there;
        CREATE TABLE IF NOT EXISTS swap_old (a INT);
        RENAME TABLE twins TO aside, swap_old TO twins, aside TO swap_old;
        """,
    "0007_views": """
        CREATE VIEW all_pets AS SELECT name FROM pets;
        CREATE OR REPLACE VIEW all_pets AS SELECT id, name FROM pets;
        ALTER VIEW all_pets AS SELECT id AS pet, name FROM pets;
        UPDATE counted SET n = n + 10000;
        """,
    "0008_session": """
        SET @grown = (SELECT COUNT(*) FROM people), @label = 'it''s 5%', @key = x'00ff';
        CREATE TABLE grown (n INT, label VARCHAR(20), mark VARBINARY(2), last INT);
        INSERT INTO grown (n, label, mark) VALUES (@grown, @label, @key);
        INSERT INTO people (name, years) VALUES ('Tuti', 50);
        SET @last = LAST_INSERT_ID();
        INSERT INTO pets (owner, name) VALUES (@last, 'cat');
        ALTER TABLE grown ADD COLUMN tail INT;
        UPDATE grown SET last = @last, tail = @grown + 1;
        """,
    "0009_parts": """
        CREATE TABLE parts (a INT) PARTITION BY RANGE (a)
            (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (20));
        INSERT INTO parts VALUES (1), (2), (11);
        ALTER TABLE parts ADD PARTITION (PARTITION p2 VALUES LESS THAN (30));
        ALTER TABLE parts TRUNCATE PARTITION p0;
        INSERT INTO parts VALUES (3), (21);
        ALTER TABLE parts REORGANIZE PARTITION p1, p2 INTO
            (PARTITION p12 VALUES LESS THAN (30));
        CREATE TABLE other (a INT);
        INSERT INTO other VALUES (5);
        ALTER TABLE parts EXCHANGE PARTITION p0 WITH TABLE other;
        ALTER TABLE parts ADD COLUMN b INT, RENAME TO pieces;
        OPTIMIZE TABLE pieces;
        """,
    "0010_programs": """
        DELIMITER //
        CREATE PROCEDURE grow (IN by_how_much INT)
        BEGIN
            START TRANSACTION;
            UPDATE counted SET n = n + by_how_much;
            COMMIT;
        END //
        DELIMITER ;
        CREATE FUNCTION unity () RETURNS INT NO SQL RETURN 1;
        ALTER PROCEDURE grow COMMENT 'commits by itself';
        CREATE TRIGGER grown_before_update BEFORE UPDATE ON grown FOR EACH ROW SET NEW.tail = 7;
        UPDATE grown SET n = n + unity();
        CREATE EVENT daily ON SCHEDULE EVERY 1 DAY DISABLE DO UPDATE counted SET n = 0;
        ALTER EVENT daily COMMENT 'off';
        DROP TRIGGER grown_before_update;
        CALL grow(100000);
        DROP EVENT daily;
        DROP FUNCTION unity;
        """,
    "0011_accounts": f"""
        CREATE USER IF NOT EXISTS {ACCOUNT} ACCOUNT LOCK;
        GRANT SELECT, UPDATE (name) ON people TO {ACCOUNT};
        REVOKE SELECT ON people FROM {ACCOUNT};
        CREATE TEMPORARY TABLE heap (id INT PRIMARY KEY AUTO_INCREMENT, a INT);
        INSERT INTO heap (a) VALUES (4), (5);
        INSERT INTO counted SELECT SUM(a + id) FROM heap;
        DROP TEMPORARY TABLE heap;
        /*!80000 CREATE TABLE `of``old` (a INT) */;
        /* a comment */ ALTER TABLE `of``old` -- another
            ADD COLUMN b INT;
        """,
    # Settings that change what the server says of a definition, names in double quotes, and a key
    # that was given out before a definition.
    "0012_modes": """
        ALTER TABLE people ADD COLUMN seen TIMESTAMP NULL DEFAULT '2020-01-01 00:00:00'
            COMMENT 'é';
        SET sql_mode = 'ANSI_QUOTES', time_zone = '+07:00', character_set_results = latin1;
        ALTER TABLE "people" ADD COLUMN "more" INT COMMENT 'è';
        INSERT INTO "people" ("name", "years") VALUES ('Rini', 60);
        ALTER TABLE people ALTER COLUMN more SET DEFAULT 5;
        INSERT INTO pets (owner, name) VALUES (LAST_INSERT_ID(), 'dog');
        """,
}  # fmt: skip
BACK = {
    "0012_modes": """
        DELETE FROM pets WHERE name = 'dog';
        SET sql_mode = 'ANSI_QUOTES', sql_quote_show_create = 0;
        ALTER TABLE "people" DROP COLUMN more;
        DELETE FROM people WHERE name = 'Rini';
        ALTER TABLE people DROP COLUMN seen;
        """,
    "0011_accounts": f"""
        DROP TABLE `of``old`;
        DELETE FROM counted WHERE n = 12;
        REVOKE IF EXISTS UPDATE (name) ON people FROM {ACCOUNT};
        """,
    "0010_programs": """
        DROP PROCEDURE grow;
        UPDATE counted SET n = n - 100000;
        UPDATE grown SET n = n - 1, tail = n + 1;
        """,
    "0009_parts": "DROP TABLE pieces, other;",
    "0008_session": """
        DELETE FROM pets WHERE name = 'cat';
        DELETE FROM people WHERE name = 'Tuti';
        SET @tables = 1;
        DROP TABLE grown;
        UPDATE counted SET n = n + @tables - 1;
        """,
    "0007_views": "DROP VIEW all_pets; UPDATE counted SET n = n - 10000;",
    "0006_replace": """
        RENAME TABLE twins TO aside, swap_old TO twins, aside TO swap_old;
        CREATE INDEX ix_people_name ON people (name);
        DROP TABLE twins;
        DELETE FROM swap_old;
        INSERT INTO swap_old VALUES (2, 'Budi'), (100, 'late');
        RENAME TABLE swap_old TO twins;
        """,
    "0005_settings": "UPDATE counted SET n = n - 1000;",
    "0004_mixed": "DROP TABLE twins; UPDATE counted SET n = n - 110;",
    "0003_alter": """
        ALTER TABLE people DROP COLUMN half, DROP CHECK ck_people,
            ALTER COLUMN email DROP DEFAULT;
        ALTER TABLE people RENAME COLUMN years TO age;
        ALTER TABLE people MODIFY age INT NULL;
        DROP INDEX ix_people_name ON people;
        ALTER TABLE pets DROP FOREIGN KEY fk_pets_people, DROP KEY fk_pets_people;
        ALTER TABLE people DROP COLUMN email;
        """,
    "0002_fill": "DELETE FROM pets; DELETE FROM people; DELETE FROM counted;",
    "0001_create": "DROP TABLE counted; DROP TABLE pets; DROP TABLE people;",
}

FUNCTION = "CREATE FUNCTION twice (n INT) RETURNS INT NO SQL RETURN n * {by};\n"
VIEW = "CREATE VIEW named AS SELECT {columns} FROM people;\n"
PROCEDURE = "CREATE PROCEDURE greet ()\nBEGIN\n    SELECT 1;\n    SELECT {last};\nEND;\n"
TRIGGER = (
    "CREATE TRIGGER people_before_insert BEFORE INSERT ON people\n"
    "FOR EACH ROW SET NEW.name = {what}(NEW.name);\n"
)
LOG = (
    "CREATE TRIGGER pets_after_insert AFTER INSERT ON pets\n"
    "FOR EACH ROW UPDATE counted SET n = n + {by};\n"
)
GRANTS = (
    "CREATE ROLE IF NOT EXISTS {role};\nGRANT {right} ON people TO {role};\n"
    "GRANT EXECUTE ON PROCEDURE greet TO {role};\n"
)
OBJECTS = {
    "sql/functions/twice.sql": FUNCTION.format(by=2),
    "sql/functions/old.sql": "CREATE FUNCTION old () RETURNS INT NO SQL RETURN 1;\n",
    "sql/views/named.sql": VIEW.format(columns="name"),
    "procedures/greet.sql": PROCEDURE.format(last=2),
    "triggers/people_before_insert.sql": TRIGGER.format(what="TRIM"),
    "triggers/pets_after_insert.sql": LOG.format(by=1),
    f"sql/roles/{ROLE}.sql": GRANTS.format(role=ROLE, right="SELECT"),
}
# Everything is changed, one object is gone, one is new.
LATER = {
    "sql/functions/twice.sql": FUNCTION.format(by="2 + 0"),
    "sql/views/named.sql": VIEW.format(columns="id, name"),
    "procedures/greet.sql": PROCEDURE.format(last=3),
    "procedures/wave.sql": "CREATE PROCEDURE wave () SELECT 1;\n",
    "triggers/people_before_insert.sql": TRIGGER.format(what="UPPER"),
    "triggers/pets_after_insert.sql": LOG.format(by=2),
    f"sql/roles/{ROLE}.sql": GRANTS.format(role=ROLE, right="SELECT (name), DELETE"),
}


def make(root: Path) -> Path:
    """Write the project."""
    return _written(root, OBJECTS)


def make_later(root: Path) -> Path:
    """Write the project as it is some time later."""
    return _written(root, LATER)


def _written(root: Path, objects: dict[str, str]) -> Path:
    files: dict[str, str | bytes] = dict(objects)
    before = ""
    for name, sql in FORWARD.items():
        depends = f"-- depends: {before}\n" if before else ""
        files[f"migrations/{name}.sql"] = depends + sql
        files[f"migrations/{name}.rollback.sql"] = BACK[name]
        before = name
    return write(root, files)
