"""sqlfluff on one file: the only module that knows it.

The settings are those of `sqlfluff.cfg`, then what it says for the kind of file, then what the
project's own configuration files say, the innermost folder last. Nothing of the user's home counts,
so that a file has the same findings on every machine.
"""

from __future__ import annotations

import configparser
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from clinic_db.errors import MissingExtraError, UsageError

if TYPE_CHECKING:
    from sqlfluff.core import FluffConfig, Linter

HOUSE = Path(__file__).with_name("sqlfluff.cfg")
IGNORE_FILE = ".sqlfluffignore"
# sqlfluff's own names for its settings, in the order in which they overrule each other.
CONFIG_FILES = ("setup.cfg", "tox.ini", "pep8.ini", ".sqlfluff", "pyproject.toml")
# Codes of what sqlfluff cannot read; whether it is wrong is for the server to say.
JUDGED_BY_SERVER = ("PRS", "LXR")


class Spot(NamedTuple):
    """One violation: sqlfluff's code and name of the rule, where, and its words."""

    code: str
    name: str
    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Job:
    """A file to look at: where it is, its text, its kind, the folder where settings begin."""

    path: str
    text: str
    kind: str
    root: str
    fix: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What sqlfluff makes of a file.

    Attributes:
        spots: the violations, in order.
        rendered: the text with its placeholders filled in, None where there are none.
        fixed: the corrected text, None where there is nothing to correct.
        failure: the error that stopped sqlfluff itself, '' where it came to an end.
    """

    spots: tuple[Spot, ...] = ()
    rendered: str | None = None
    fixed: str | None = None
    failure: str = ""


def versions() -> str:
    """What the findings depend on besides file and settings.

    Raises:
        MissingExtraError: sqlfluff is not installed.
    """
    try:
        found = [f"sqlfluff {metadata.version('sqlfluff')}"]
    except metadata.PackageNotFoundError as error:
        raise MissingExtraError("lint", "lint") from error
    # The parser in Rust takes sqlfluff's place where it is installed; `rs` is the extra's name.
    found += [f"rs {one.version}" for one in metadata.distributions(name="sqlfluffrs")]
    return " ".join(found)


def folders(path: Path, root: Path) -> list[Path]:
    """The folders whose settings count for a file, outermost first."""
    if not path.is_relative_to(root):
        return [path.parent]
    inner = [folder for folder in path.parents if folder.is_relative_to(root)]
    return inner[::-1]


def is_ignored(path: Path, root: Path) -> bool:
    """Whether a .sqlfluffignore between `root` and the file names it."""
    for folder in folders(path, root):
        patterns = _patterns(folder)
        if patterns and patterns.match_file(path.relative_to(folder).as_posix()):
            return True
    return False


def check(job: Job) -> Outcome:
    """Lint one file, and correct it where the job says so; never raises for what is in it."""
    _quiet()
    try:
        return _check(job)
    except UsageError:
        raise
    except Exception as error:
        # Whatever sqlfluff stumbles over in one file is said of that file; the others go on.
        return Outcome(failure=f"{type(error).__name__}: {error}".splitlines()[0])


def _check(job: Job) -> Outcome:
    linter = _linter(job.path, job.root, job.kind)
    # A copy, because a file may hold settings of its own.
    config = linter.config.copy()
    linted = linter.lint_string(job.text, fname=job.path, fix=job.fix, config=config)
    spots = [
        Spot(v.rule_code(), v.rule_name(), max(v.line_no, 1), max(v.line_pos, 1), _sentence(v))
        for v in linted.get_violations()
    ]
    fixed = None
    if (
        job.fix
        and linted.tree
        and not any(spot.code in (*JUDGED_BY_SERVER, "TMP") for spot in spots)
    ):
        text, changed = linted.fix_string()
        fixed = text if changed else None
    template = linted.templated_file
    rendered = template.templated_str if template else None
    return Outcome(
        spots=tuple(sorted(spots, key=lambda spot: (spot.line, spot.column, spot.code))),
        rendered=None if rendered == job.text else rendered,
        fixed=fixed,
    )


def _sentence(violation: Any) -> str:
    return " ".join(str(violation.desc()).split()).removesuffix(".")


def _quiet() -> None:
    """What sqlfluff logs about a file is not for the terminal; errors are in the outcome."""
    logging.getLogger("sqlfluff").setLevel(logging.CRITICAL + 1)


def _linter(path: str, root: str, kind: str) -> Linter:
    chain = tuple(str(folder) for folder in folders(Path(path), Path(root)))
    return _linter_of(chain, kind)


@lru_cache(maxsize=64)
def _linter_of(chain: tuple[str, ...], kind: str) -> Linter:
    """One for all files of a kind in a folder; a templater belongs to its linter."""
    from sqlfluff.core import Linter

    return Linter(config=_config(chain, kind))


def _config(chain: tuple[str, ...], kind: str) -> FluffConfig:
    from sqlfluff.core import FluffConfig
    from sqlfluff.core.config.loader import load_config_at_path, load_config_string
    from sqlfluff.core.errors import SQLFluffUserError
    from sqlfluff.core.helpers.dict import nested_combine

    text = HOUSE.read_text(encoding="utf-8")
    house = load_config_string(text)
    core: Any = house["core"]
    core["exclude_rules"] = ",".join([str(core["exclude_rules"]), *_spared(text, kind)])
    try:
        return FluffConfig(nested_combine(house, *(load_config_at_path(path) for path in chain)))
    except (SQLFluffUserError, configparser.Error, KeyError) as error:
        message = " ".join(str(error).split())
        raise UsageError(f"sqlfluff refuses its settings: {message}", where=chain[-1]) from error


def _spared(text: str, kind: str) -> Iterable[str]:
    """The rules that `sqlfluff.cfg` takes off files of this kind."""
    parser = configparser.ConfigParser(delimiters="=", interpolation=None)
    parser.read_string(text)
    return parser.get(f"clinic-db:{kind}", "exclude_rules", fallback="").split()


@lru_cache(maxsize=256)
def _patterns(folder: Path) -> Any:
    path = folder / IGNORE_FILE
    if not path.is_file():
        return None
    # Comes with sqlfluff.
    from pathspec import PathSpec

    return PathSpec.from_lines("gitignore", path.read_text(encoding="utf-8").splitlines())


def config_files(path: Path, root: Path) -> Iterator[Path]:
    """The files that hold settings for a file, whether they speak of sqlfluff or not."""
    for folder in folders(path, root):
        yield from (file for name in CONFIG_FILES if (file := folder / name).is_file())
