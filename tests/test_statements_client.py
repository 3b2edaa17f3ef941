"""The `mysql` client and `clinic_db.statements` cut every script at the same places.

The corpus is `tests/statements/*.txt` (scripts behind `=== name` lines, invisible characters
as [CR]) plus generated routines and generated hard cases. The client runs it against a real
server whose general log, raw, shows what arrived. The client sends comments along, in front of
a statement and behind its delimiter; those are taken off before comparing.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic_db.errors import ProjectError
from clinic_db.sandbox import client
from clinic_db.statements import split
from clinic_db.testing import Server

CORPUS = Path(__file__).parent / "statements"
INVISIBLE = {
    "[CR]": "\r", "[FF]": "\f", "[VT]": "\v", "[SOH]": "\x01", "[TAB]": "\t", "[LF]": "\n"
}  # fmt: skip
# Whatever a script says, in this schema nothing can be created.
SAFE = ("--force", "--comments", "--database=information_schema")
MARK = re.compile(rb"SELECT 'script (\d+)'")
LEADING = re.compile(r"(?:\s+|/\*(?![!+]).*?\*/|(?:#|--(?=\s|\Z))[^\n]*)*", re.DOTALL)
TRAILING = re.compile(r"\s*(?:(?:#|--(?=\s|\Z))[^\n]*)?")
TOKENS = re.compile(
    r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|(?<!\w)\$(\w*)\$.*?\$\2\$)"""
    r"""|/\*(?![!+]).*?\*/|(?:\#|--(?=\s|\Z))[^\n]*|\s+""",
    re.DOTALL,
)


def visible(text: str) -> str:
    """Return `text` with the characters themselves instead of their names."""
    for name, char in INVISIBLE.items():
        text = text.replace(name, char)
    return text


def scripts_of(file: Path) -> Iterator[str]:
    """Give the scripts of one corpus file."""
    for part in file.read_text(encoding="utf-8").split("=== ")[1:]:
        yield visible(part.partition("\n")[2])


def routine(pick: random.Random, depth: int = 3) -> str:
    """Compose a block of statements out of every block form."""
    simple = [
        "SELECT 1;",
        "SET @a = ';'; -- it's",
        "# it's;\nSET @b = 2 --1;",
        "LEAVE done; /* ; */",
    ]
    if depth == 0:
        return pick.choice(simple)
    inner = "\n".join(routine(pick, depth - 1) for _ in range(pick.randint(1, 3)))
    forms = [
        "BEGIN\n{}\nEND;", "b1: BEGIN {}\nEND b1;", "IF @a THEN {} END IF;",
        "IF @a > ';' THEN\n{}\nELSE {} END IF;", "CASE @a WHEN 1 THEN\n{}\nEND CASE;",
        "l1: LOOP\n{}\nEND LOOP l1;", "REPEAT {}\nUNTIL @a END REPEAT;",
        "WHILE @a DO\n{}\nEND WHILE;", "/*!80000 SET @c = 1; */ {}",
        "BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN\n{}\nEND; SELECT 1; END;",
        "BEGIN DECLARE c1 CURSOR FOR SELECT ';'; OPEN c1; {}\nCLOSE c1; END;",
    ]  # fmt: skip
    return pick.choice(forms).replace("{}", inner)


def generated_routines(count: int) -> Iterator[str]:
    """Give scripts with random routines between random delimiters."""
    for seed in range(count):
        pick = random.Random(seed)
        mark = pick.choice(["//", "$$", ";;", "|", "END_OF", "~~", "]]"])
        head = pick.choice(["PROCEDURE p()", "TRIGGER t BEFORE INSERT ON x FOR EACH ROW"])
        body = routine(pick)
        yield f"DELIMITER {mark}\nCREATE {head}\nBEGIN\n{body}\nEND{mark}\nDELIMITER ;\nSELECT 1;\n"


def generated_hard(count: int) -> Iterator[str]:
    """Give random mixtures of all that is hard, as far as they are accepted."""
    pieces = (CORPUS / "hard.pieces").read_text(encoding="utf-8").splitlines()
    seed = 0
    while count:
        pick = random.Random(seed)
        seed += 1
        glue = pick.choice(["", " ", " "])
        text = glue.join(visible(pick.choice(pieces)) for _ in range(pick.randint(3, 30)))
        text = f"SELECT {text}\n;\n"
        try:
            split(text)
        except ProjectError:
            continue
        count -= 1
        yield text


def corpus() -> list[str]:
    """Return every script, the hand-written ones with both kinds of line ends."""
    written = [text for file in sorted(CORPUS.glob("*.txt")) for text in scripts_of(file)]
    windows = [text.replace("\n", "\r\n") for text in written]
    return [*written, *windows, *generated_routines(60), *generated_hard(300)]


def client_of(server: Server) -> tuple[list[str], dict[str, str]]:
    """Return command and environment of the client: the sandbox's own, or the one on PATH."""
    if server.sandbox:
        return client(server.sandbox)
    program = shutil.which("mysql")
    assert program, "CLINIC_DB_TEST_URL needs the mysql client on PATH"
    aim = server.target
    argv = [program, "--no-defaults", f"-h{aim.host}", f"-P{aim.port}", f"-u{aim.user}"]
    return [*argv, "--protocol=TCP"], os.environ | {"MYSQL_PWD": aim.password}


class Capture:
    """What the client sends for each script.

    Args:
        server: the server, whose general log is on.
    """

    def __init__(self, server: Server) -> None:
        self.argv, self.env = client_of(server)

    def run(self, source: bytes, *options: str) -> bytes:
        """Give `source` to a client on its standard input; return its standard output."""
        done = subprocess.run(
            [*self.argv, *SAFE, *options],
            input=source,
            env=self.env,
            capture_output=True,
            timeout=60,
            check=False,
        )
        return done.stdout

    def sent(self, source: bytes, *options: str) -> list[bytes]:
        """Return the statements that arrived for `source`, the client's own left out."""
        query = (CORPUS / "captured.sql").read_bytes()
        before = len(self.run(query, "-N", "-B").splitlines())
        self.run(source, *options)
        rows = [row.split(b"\t") for row in self.run(query, "-N", "-B").splitlines()[before:]]
        # Among the connections since then, ours is the one that sent the marks.
        threads = {row[0] for row in rows if MARK.match(bytes.fromhex(row[1].decode()))}
        assert len(threads) == 1, "one client connection sends all scripts"
        return [bytes.fromhex(row[1].decode()) for row in rows if row[0] in threads]

    def per_script(self, scripts: list[str], *options: str) -> list[list[str]]:
        """Run all scripts through one client; return what was sent for each."""
        source = "".join(
            f";\nDELIMITER ;\nSELECT 'script {number}';\n{text}\n"
            for number, text in enumerate(scripts)
        )
        found: list[list[str]] = []
        for sql in self.sent(source.encode(), *options):
            if match := MARK.match(sql):
                assert int(match.group(1)) == len(found), "no script swallows another's mark"
                found.append([])
            elif found:
                found[-1].append(sql.decode())
        assert len(found) == len(scripts)
        return found

    def alone(self, script: bytes, *options: str) -> list[str]:
        """Run one script through a client of its own, its end being the end of input."""
        mark = b"SELECT 'script 0';\n"
        bom = b"\xef\xbb\xbf"
        source = bom + mark + script[3:] if script.startswith(bom) else mark + script
        sent = [sql.decode() for sql in self.sent(source, *options)]
        return sent[sent.index("SELECT 'script 0'") + 1 :]


@pytest.fixture(scope="module")
def capture(clinic_db_server: Server) -> Iterator[Capture]:
    """Give a Capture on the session server, its general log on meanwhile."""
    taker = Capture(clinic_db_server)
    taker.run((CORPUS / "capture_on.sql").read_bytes())
    yield taker
    taker.run((CORPUS / "capture_off.sql").read_bytes())


def arrived(sql: str) -> str:
    """Return what arrives of a text: the server cuts semicolons and blanks off the end."""
    return sql.rstrip("; \t\n\v\f\r")


def begins_with(got: str, sql: str) -> bool:
    """Tell whether the client sent `sql` and behind it nothing but a comment.

    The client drops a backslash at a line's end, which means the same. It puts a blank behind
    a comment that is followed by none, and drops the line end behind a line that begins with
    the letters of DELIMITER: there, blanks are not compared.
    """
    sql = sql.replace("\\\n", "\n")
    if re.search(r"(?im)\*/|^delimiter", sql):
        got, sql = re.sub(r"\s", "", got), re.sub(r"\s", "", sql)
        return got.startswith(sql) and got[len(sql) :][:1] in ("", "#", "-")
    return got.startswith(sql) and TRAILING.fullmatch(got[len(sql) :]) is not None


def same(sent: list[str], text: str) -> bool:
    """Tell whether the client sent the statements of `text` and only comments besides."""
    bare = [LEADING.sub("", sql, count=1) for sql in sent]
    bare = [sql for sql in bare if sql]
    ours = [statement.sql for statement in split(text)]
    return len(bare) == len(ours) and all(
        begins_with(got, sql) or begins_with(got, arrived(sql))
        for got, sql in zip(bare, ours, strict=True)
    )


def squeezed(sql: str) -> str:
    """Return `sql` without comments and white space."""
    return TOKENS.sub(lambda match: match.group(1) or "", sql)


def test_every_script_is_cut_as_the_client_cuts_it(capture: Capture) -> None:
    """At least 300 scripts, one client, comments kept as 9.7 does by default."""
    scripts = corpus()
    assert len(scripts) >= 300
    wrong = [
        (text, sent, split(text))
        for text, sent in zip(scripts, capture.per_script(scripts), strict=True)
        if not same(sent, text)
    ]
    assert not wrong, f"{len(wrong)} of {len(scripts)}, first: {wrong[0]}"


def test_a_client_that_drops_comments_cuts_alike(capture: Capture) -> None:
    """With --skip-comments, the default of older clients, the same statements arrive."""
    scripts = corpus()
    for text, sent in zip(scripts, capture.per_script(scripts, "--skip-comments"), strict=True):
        ours = [statement.sql for statement in split(text)]
        assert len(sent) == len(ours), text
        if not re.search(r"/\*[!+].*/\*|/\*.*/\*[!+]|\*/\*|/\*/", text, re.DOTALL):
            assert list(map(squeezed, sent)) == [
                squeezed(arrived(sql.replace("\\\n", "\n"))) for sql in ours
            ], text


def test_a_delimiter_command_behind_any_comment_is_one(capture: Capture) -> None:
    """A client that keeps comments misses DELIMITER behind a comment with `/` or `*` in it.

    Ours, like the client that drops them, does not.
    """
    scripts = [
        "/* see docs/routines */\nDELIMITER //\nSELECT 1; SELECT 2//\nDELIMITER ;\n",
        "/*\n * Why\n */\nDELIMITER //\nSELECT 1; SELECT 2//\nDELIMITER ;\n",
    ]
    for text, sent in zip(scripts, capture.per_script(scripts, "--skip-comments"), strict=True):
        assert same(sent, text)


def test_g_and_ego_end_a_statement(capture: Capture) -> None:
    """The client of 9.7 wants --commands for them; older ones need not know that option."""
    scripts = [
        "SELECT 1\\g SELECT 2\\G\nSELECT 3;\n",
        "SELECT 'a\\g', \\N \\G\n\\g ; SELECT 2\\G;\n",
        "DELIMITER //\nSELECT 1;\\g\nSELECT 2;//\nDELIMITER ;\n",
    ]
    for text, sent in zip(scripts, capture.per_script(scripts, "--loose-commands"), strict=True):
        assert same(sent, text), (sent, split(text))


@pytest.mark.parametrize(
    "script",
    [
        "SELECT 1",
        "SELECT 1; SELECT 2 ",
        "SELECT 1; SELECT 2\n\n",
        "SELECT 1; SELECT 2 -- it's",
        "SELECT 1;\n--",
        "DELIMITER //\nSELECT 1;// SELECT 2;",
        "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END",
        "DELIMITER //\nSELECT 1;//\nDELIMITER ;",
        "\ufeffSELECT 'a;b'; SELECT 2;\n",
        "\ufeff-- a\r\nSELECT 2;\r\nSELECT 'b\r\nc'",
    ],
)
def test_the_end_of_the_file_ends_the_last_statement(capture: Capture, script: str) -> None:
    """Also under a delimiter that never came; and a byte order mark is no text."""
    assert same(capture.alone(script.encode()), script)
