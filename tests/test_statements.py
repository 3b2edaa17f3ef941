"""Every rule of the splitter by itself, and properties that hold for any text.

What the real client does with hundreds of scripts is compared in test_statements_client.py.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, reject, settings
from hypothesis import strategies as st

from clinic_db.errors import ProjectError
from clinic_db.model import Statement
from clinic_db.statements import comments, read, refuse_empty, single, split


def texts(text: str) -> list[str]:
    """Return the statements' texts."""
    return [statement.sql for statement in split(text)]


def refusal(text: str, *, bare: bool = False) -> ProjectError:
    """Return the error that a text is refused with."""
    with pytest.raises(ProjectError) as caught:
        single(text, "a.sql") if bare else split(text, "a.sql")
    assert caught.value.hint, "every refusal says what to do"
    assert caught.value.exit_code == 8
    return caught.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t;; ;\n", []),
        ("-- a;\n# b;\n/* c; */", []),
        ("SELECT 1", ["SELECT 1"]),
        ("SELECT 1;SELECT 2 \n ; ", ["SELECT 1", "SELECT 2"]),
        ("-- why\nSELECT 1; -- done", ["SELECT 1"]),
        ("SELECT 1 -- a\n, 2 /* b */;", ["SELECT 1 -- a\n, 2 /* b */"]),
        ("SELECT 'a;''b\\';';c", ["SELECT 'a;''b\\';'", "c"]),
        ('SELECT "a;""b\\";";c', ['SELECT "a;""b\\";"', "c"]),
        ("SELECT `a;``b\\`;c", ["SELECT `a;``b\\`", "c"]),
        ("SELECT 5--1; SELECT 2", ["SELECT 5--1", "SELECT 2"]),
        ("SELECT 5 --;1\n;", ["SELECT 5 --", "1"]),
        ("SELECT 5 --\t;1\n;", ["SELECT 5 --\t;1"]),
        ("SELECT a#;\n;", ["SELECT a#;"]),
        ("SELECT /* a /* ; */ 1; x", ["SELECT /* a /* ; */ 1", "x"]),
        ("/*!80000 SELECT 1 */;", ["/*!80000 SELECT 1 */"]),
        ("/*!80000 a /* ;' */ b;' */ ; c", ["/*!80000 a /* ;' */ b;' */", "c"]),
        ("SELECT /*+ it's; */ 1;", ["SELECT /*+ it's; */ 1"]),
        ("/*+ a */ SELECT 1;", ["/*+ a */ SELECT 1"]),
        ("SELECT 1\\G SELECT 2\\g SELECT \\N;", ["SELECT 1", "SELECT 2", "SELECT \\N"]),
        ("SELECT $$ ;' $$, $a$ ;$$ $a$;", ["SELECT $$ ;' $$, $a$ ;$$ $a$"]),
        ("SELECT a$$;b$c$", ["SELECT a$$", "b$c$"]),
        ("\ufeffSELECT 1;", ["SELECT 1"]),
        ("SELECT '\u00a0';\u00a0x", ["SELECT '\u00a0'", "\u00a0x"]),
        ("SELECT 'a\r\nb\rc';\r\nSELECT 2;\r\n", ["SELECT 'a\nb\rc'", "SELECT 2"]),
    ],
)  # fmt: skip
def test_statements_end_where_the_client_ends_them(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DELIMITER //\na;b//\ndelimiter ;\nc;", ["a;b", "c"]),
        ("  Delimiter\t$$\na;$$ b$$", ["a;", "b"]),
        ("DELIMITER ;;\na;b;;c;;", ["a;b", "c"]),
        ("DELIMITER go\nSELECT 'go' go\n  DELIMITER ;\nb;", ["SELECT 'go'", "b"]),
        ("DELIMITER '//' -- a\na;//", ["a;"]),
        ("DELIMITER \"a b\"\nx a b y `a b` a b", ["x", "y `a b`"]),
        ("DELIMITER --\na; -- b --", ["a;", "b"]),
        ("/* see a/b\n * c */\nDELIMITER //\na;//", ["a;"]),
        ("DELIMITER //\na;// b;", ["a;", "b;"]),
        ("CREATE TABLE t (\ndelimiter INT\n);", ["CREATE TABLE t (\ndelimiter INT\n)"]),
        ("DELIMITER //\n/*!90700 SET x = 1; */\n//", ["/*!90700 SET x = 1; */"]),
    ],
)  # fmt: skip
def test_delimiter_sets_what_ends_a_statement(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("a;\nSELECT\n'b", 3, "this '"),
        ("SELECT 'a\\';\nb", 1, "this '"),
        ('SELECT "a""\n;', 1, 'this "'),
        ("SELECT `a``\n;", 1, "this `"),
        ("a;\r\n\r\n/* b\r\n", 3, "comment"),
        ("a\n/* b", 2, "comment"),
        ("a\n/*!80000 b", 2, "comment"),
        ("a\n/* b /*! c */", 2, "comment"),
        ("a\n$x$ b $$", 2, "$x$"),
        ("a\n/*!80000 b; */", 2, "cut"),
        ("a\n/*!80000 b\n; */", 3, "cut"),
        ("a\n/*!80000 b \\g */", 2, "cut"),
        ("SELECT /*!80000 1, /* a\n*/ 2; */ 3", 2, "cut"),
        ("DELIMITER //\na;\nDELIMITER ;\n", 3, "line 2"),
        ("a; DELIMITER //\n", 1, "first word"),
        ("/* a\n */ DELIMITER //\n", 2, "first word"),
        ("\nDELIMITER\n", 2, "without"),
        ("DELIMITER;", 1, "blank"),
        ("DELIMITER ''", 1, "without"),
        ("DELIMITER '//\n", 1, "without"),
        ("DELIMITER \\\\\n", 1, "backslash"),
        ("DELIMITER //\t-- a\n", 1, "tab"),
        ("DELIMITER // a//\n", 1, "ignores"),
        ("DELIMITER 1234567890123456\n", 1, "cuts"),
        ("DELIMITER §\n", 1, "ASCII"),
        ("a\n\\! ls", 2, "system"),
        ("a;\n\\. b.sql", 2, "source"),
        ("SELECT \\x", 1, "resetconnection"),
        ("SELECT \\'a'", 1, "backslash"),
        ("SELECT a\\\n;", 1, "backslash"),
        ("SELECT /*+ \\a */ 1;", 1, "backslash"),
        ("a\n\0b", 2, "NUL"),
    ],
)
def test_a_refusal_names_the_line_and_the_cause(text: str, line: int, word: str) -> None:
    error = refusal(text)
    assert error.where == f"a.sql:{line}"
    assert word in error.message


@pytest.mark.parametrize(
    "word",
    [
        "?", "charset", "clear", "connect", "edit", "ego", "exit", "go", "help", "nopager",
        "notee", "nowarning", "pager", "print", "prompt", "query_attributes", "quit", "rehash",
        "resetconnection", "source", "ssl_session_data_print", "status", "system", "tee", "use",
        "warnings", "USE", "Source",
    ],
)  # fmt: skip
def test_a_command_of_the_client_is_refused_by_name(word: str) -> None:
    for text in (f"a;\n{word} b\n", f"a;\n  {word};", f"a; /* c */\n{word}"):
        error = refusal(text)
        assert error.where == "a.sql:2"
        assert word in error.message


def test_words_that_only_begin_like_a_command_are_sql() -> None:
    text = "users; go: LOOP; use$x; exited; SELECT help; source_of_truth; étee;"
    assert len(split(text)) == 7


def test_lines_count_from_one_in_files_of_every_line_end() -> None:
    text = "-- a\n\nSELECT\n1; /* b\n*/ SELECT 2;\n\n\n# c\nSELECT '\n'; SELECT 3"
    for ends in (text, text.replace("\n", "\r\n")):
        assert [statement.line for statement in split(ends)] == [3, 5, 9, 10]


@pytest.mark.parametrize(
    ("text", "expected", "line"),
    [
        ("CREATE VIEW v AS SELECT 1", "CREATE VIEW v AS SELECT 1", 1),
        ("-- why;\n\nCREATE x\nBEGIN\n a; b;\nEND;\n", "CREATE x\nBEGIN\n a; b;\nEND", 3),
        ("CREATE x BEGIN a; END ; \n-- end;\n/* of; */", "CREATE x BEGIN a; END", 1),
        ("CREATE x -- a;\n/* b; */ ;\n", "CREATE x", 1),
        ("CREATE x -- a;\nAS ';' ;;", "CREATE x -- a;\nAS ';'", 1),
        ("/* CREATE x */ CREATE x /*!80000 a; */", "CREATE x /*!80000 a; */", 1),
        ("CREATE x /*!80000 a /* b */ c */; -- d", "CREATE x /*!80000 a /* b */ c */", 1),
        ("CREATE x AS $$ a; $$ -- b", "CREATE x AS $$ a; $$", 1),
        ("CREATE x /*+ h */ ;", "CREATE x /*+ h */", 1),
        ("CREATE x \\N ;", "CREATE x \\N", 1),
        ("\ufeff\r\nCREATE x\r\nBEGIN\r\nEND;\r\n", "CREATE x\nBEGIN\nEND", 2),
    ],
)
def test_an_object_is_one_statement(text: str, expected: str, line: int) -> None:
    found = single(text)
    assert (found.sql, found.line) == (expected, line)


@pytest.mark.parametrize(
    ("text", "where", "word"),
    [
        ("", "a.sql", "no statement"),
        ("-- only\n/* this */ ; ;", "a.sql", "no statement"),
        ("-- a\nDELIMITER //\nCREATE x//", "a.sql:2", "DELIMITER"),
        ("CREATE x\\G\nCREATE y", "a.sql:2", "second"),
        ("CREATE x\nAS 'a;", "a.sql:2", "never closed"),
        ("\nUSE b;", "a.sql:2", "USE"),
    ],
)
def test_an_object_file_that_is_none_is_refused(text: str, where: str, word: str) -> None:
    error = refusal(text, bare=True)
    assert error.where == where
    assert word in error.message


def test_comments_are_given_with_their_lines() -> None:
    text = "-- depends: a\r\n  # b\nSELECT 1 -- no\n-- no\n; -- no\n--\n--c: 1;\n/* -- no */\n-- d"
    assert list(comments(text)) == [(1, "depends: a"), (2, "b"), (6, ""), (9, "d")]


def test_a_file_is_read_and_hashed_alike_with_either_line_end(tmp_path: Path) -> None:
    plain, windows = tmp_path / "sub" / "a.sql", tmp_path / "b.sql"
    plain.parent.mkdir()
    plain.write_bytes(b"SELECT 'a\nb';\n")
    windows.write_bytes(b"\xef\xbb\xbfSELECT 'a\r\nb';\r\n")
    first, second = read(plain, tmp_path), read(windows)
    assert first.path == Path("sub/a.sql")
    assert second.path == windows
    assert first.sha256 == second.sha256
    assert first.statements == second.statements
    windows.write_bytes(b"SELECT 'a\rb';\n")
    assert read(windows).sha256 != first.sha256, "a lone CR is data"


def test_a_file_of_an_object_is_read_as_one(tmp_path: Path) -> None:
    file = tmp_path / "p.sql"
    file.write_text("CREATE PROCEDURE p() BEGIN a; b; END;\n")
    assert [found.sql[-3:] for found in read(file, bare=True).statements] == ["END"]
    assert len(read(file).statements) == 3


@pytest.mark.parametrize(
    ("raw", "where", "word"),
    [
        (b"a;\nSELECT '\xe9'", "x.sql:2", "0xe9 at offset 11"),
        ("a".encode("utf-16"), "x.sql:1", "0xff at offset 0"),
        (b"a;\n\x00", "x.sql:2", "NUL"),
        (b"a;\n'", "x.sql:2", "never closed"),
        (None, "x.sql", "cannot be read"),
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, raw: bytes | None, where: str, word: str) -> None:
    file = tmp_path / "x.sql"
    if raw is not None:
        file.write_bytes(raw)
    with pytest.raises(ProjectError) as caught:
        read(file, tmp_path)
    assert caught.value.where == where
    assert word in caught.value.message
    assert caught.value.hint


def test_a_file_without_statements_is_for_the_caller_to_refuse(tmp_path: Path) -> None:
    file = tmp_path / "x.sql"
    file.write_text("-- nothing yet\n")
    script = read(file, tmp_path)
    assert script.statements == ()
    with pytest.raises(ProjectError, match="no statement"):
        refuse_empty(script)
    file.write_text("SELECT 1")
    assert refuse_empty(read(file)).statements


CODE = st.text("abcxyz019 _(),.=<>+*-/\n\té家$@", min_size=1, max_size=12).filter(
    lambda text: not any(mark in text for mark in ("/*", "--", "$"))
)
BODY = st.text("ab;/*-#$ \n'\"`\\é", max_size=8)
PIECE = st.one_of(
    CODE,
    BODY.map(lambda body: "'" + body.replace("\\", "\\\\").replace("'", "''") + "'"),
    BODY.map(lambda body: '"' + body.replace("\\", "\\\\").replace('"', '\\"') + '"'),
    BODY.map(lambda body: "`" + body.replace("`", "``") + "`"),
    BODY.map(lambda body: " -- " + body.replace("\n", " ") + "\n"),
    BODY.map(lambda body: " #" + body.replace("\n", " ") + "\n"),
    BODY.map(lambda body: " /* " + body.replace("*", "-").replace("/", "-") + " */ "),
    st.just("/*!80000 a 'b' */"),
    st.just("/*+ it's; */"),
)
STATEMENT = st.lists(PIECE, min_size=1, max_size=6).map(
    lambda pieces: "SELECT " + " x ".join(pieces) + " END"
)


@settings(max_examples=300, deadline=None)
@given(st.lists(STATEMENT, max_size=5), st.sampled_from([";", "//", "$$", ";;", "|", "zq"]))
@example(["SELECT 'a;' END", "SELECT 1 /*+ ; */ END"], ";")
def test_joined_statements_come_apart_again(parts: list[str], mark: str) -> None:
    """With the delimiter where a string or a comment cannot hide it, nothing else cuts."""
    parts = [part for part in parts if mark not in "".join(c for c in part if c != " ")]
    head = "" if mark == ";" else f"DELIMITER {mark}\n"
    text = head + "".join(f"-- c\n{part}\n{mark}\n" for part in parts)
    found = split(text)
    assert [statement.sql for statement in found] == parts
    at = len(head)
    for statement in found:
        at = text.index(statement.sql, at)
        assert statement.line == text.count("\n", 0, at) + 1
        at += len(statement.sql)


def accepted(text: str) -> tuple[Statement, ...]:
    """Return the statements, none where the text is refused."""
    try:
        return split(text)
    except ProjectError:
        reject()


def is_empty(text: str) -> bool:
    """Whether there is no statement in it."""
    try:
        return not split(text)
    except ProjectError:
        return False


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.text("ab'\"`;/*!+-# \n\\gN$é家\t", max_size=40))
@example("/*!a/*b*/*/")
@example("a/*+*/*b*/;")
@example("\\gg")
def test_no_character_of_a_statement_is_lost(text: str) -> None:
    """What lies between two statements is delimiters, white space and comments only.

    And the line of each is right, whatever the text.
    """
    found = accepted(text)
    at = 0
    for statement in found:
        start = text.index(statement.sql, at)
        # The same characters can stand in what lies between: `\\g` in front of a statement `g`.
        while statement.line != text.count("\n", 0, start) + 1 or not is_empty(text[at:start]):
            start = text.index(statement.sql, start + 1)
        at = start + len(statement.sql)
    assert not split(text[at:])


@settings(max_examples=200, deadline=None)
@given(STATEMENT, st.sampled_from(["", ";", " ;\n", ";\n-- end;\n", " /* a; */ ;\n"]))
def test_an_object_keeps_its_text(text: str, end: str) -> None:
    assert single(f"-- head;\n{text}{end}").sql == text
