"""A thousand one-table migrations on a durable server: raw PyMySQL, `clinic-db apply`, yoyo.

    .venv/bin/python bench/apply.py [MIGRATIONS]

Whole processes, one after the other on the same server. The goals: at least 0.7 of the speed of
raw PyMySQL, which keeps no history at all, and at least 6 times the speed of yoyo.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import side

from clinic_db import database, queries, target
from clinic_db.sandbox import Sandbox

COUNT = 1000
TURNS = 3
RAW_GOAL = 0.7
YOYO_GOAL = 6.0
TABLE = """CREATE TABLE table_{n} (
    id BIGINT NOT NULL AUTO_INCREMENT,
    name VARCHAR(100) NOT NULL,
    created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (id),
    KEY ix_table_{n}_name (name)
);
"""
RAW = """
import os, pathlib, sys, pymysql
c = pymysql.connect(host=os.environ['H'], port=int(os.environ['P']), user='root',
                    password=os.environ['MYSQL_PWD'], database=os.environ['D'])
k = c.cursor()
for path in sorted(pathlib.Path(sys.argv[1]).glob('*.sql')):
    if not path.name.endswith('.rollback.sql'):
        k.execute(path.read_text().rstrip().rstrip(';'))
"""


def project(root: Path, count: int) -> Path:
    """Write the migrations, each with its rollback."""
    folder = root / "migrations"
    folder.mkdir()
    for n in range(1, count + 1):
        name = f"{n:04}_create_table_{n}"
        folder.joinpath(f"{name}.sql").write_text(TABLE.format(n=n))
        folder.joinpath(f"{name}.rollback.sql").write_text(f"DROP TABLE table_{n};\n")
    return root


class Race:
    """Runs programs, each on an empty database of its own."""

    def __init__(self, box: Sandbox) -> None:
        self._box = box
        self._aim = target.parse(box.url, "sandbox")
        self._made = 0

    def seconds(self, command: Sequence[str]) -> float:
        """How long the program takes; `{url}` in its words is the database's address."""
        self._made += 1
        name = f"race_{self._made}"
        self._run("create_database", name)
        environ = side.environment(self._box, name)
        url = f"mysql://root:{quote(self._box.password, safe='')}@{self._box.host}:{self._box.port}"
        words = [word.replace("{url}", f"{url}/{name}") for word in command]
        taken = side.seconds(words, environ)
        self._run("drop_database", name)
        return taken

    def _run(self, query: str, name: str) -> None:
        with database.connect(self._aim) as connection:
            connection.execute(queries.get(query).replace("{database}", database.identifier(name)))


def main() -> int:
    """Raw and ours in turn, then yoyo once; 1 where one of the ratios misses its goal."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    with tempfile.TemporaryDirectory() as folder, side.server(durable=True) as box:
        root = project(Path(folder), count)
        files = str(root / "migrations")
        race = Race(box)
        pairs = []
        for _ in range(TURNS):
            raw = race.seconds([side.PYTHON, "-c", RAW, files])
            pairs.append((race.seconds([side.CLINIC_DB, "apply", "--project", str(root)]), raw))
        yoyo = race.seconds(
            [str(side.BIN / "yoyo"), "apply", "--batch", "--no-config-file", "--database", "{url}",
             files]
        )  # fmt: skip
    ours, raw_times = zip(*pairs, strict=True)
    print(f"migrations                   {count:8}")
    print(f"raw PyMySQL                  {count / statistics.median(raw_times):8.1f} per second")
    print(f"clinic-db apply              {count / statistics.median(ours):8.1f} per second")
    print(f"yoyo                         {count / yoyo:8.1f} per second")
    ratio = statistics.median(b / a for a, b in pairs)
    faster = yoyo / statistics.median(ours)
    met = [
        side.met("clinic-db / raw", ratio, least=RAW_GOAL),
        side.met("clinic-db / yoyo", faster, least=YOYO_GOAL),
    ]
    return int(not all(met))


if __name__ == "__main__":
    sys.exit(main())
