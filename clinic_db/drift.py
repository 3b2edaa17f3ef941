"""The live database against what the files say. Writes nothing and takes no lock there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from clinic_db import database, queries, reference, remedies, rights, runner, snapshot
from clinic_db.config import Config
from clinic_db.database import Connection
from clinic_db.differences import Attributes, Difference, Key
from clinic_db.errors import UsageError
from clinic_db.objects import create_statement
from clinic_db.remedies import Known, Record
from clinic_db.rights import Unseen
from clinic_db.runner import Files
from clinic_db.snapshot import READER, Snapshot
from clinic_db.target import Target
from clinic_db.version_comments import body_on, number

KINDS = ("database", *rights.KINDS)
DEFAULTS = ("database", "defaults")
CODE = ("procedure", "function", "trigger")


@dataclass(frozen=True, slots=True)
class Finding:
    """A difference, and what to do about it: commands, or SQL for the server."""

    difference: Difference
    remedies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drift:
    """What came out.

    Attributes:
        address: the live database, without its password.
        version, reference_version: of its server, and of the one on which the files were built.
        unseen: what could not be compared, because the account may not see it.
        warnings: what makes differences that nobody made.
    """

    address: str
    version: str
    reference_version: str
    findings: tuple[Finding, ...]
    unseen: tuple[Unseen, ...]
    warnings: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        """Everything was compared, and nothing differs."""
        return not self.findings and not self.unseen


@dataclass(frozen=True, slots=True)
class Live:
    """What the server holds, what it hides, and what its history says."""

    found: Snapshot
    unseen: Sequence[Unseen]
    recorded: Mapping[Key, Record]


def find(
    config: Config,
    *,
    against: Target | None = None,
    ignored: Sequence[str] = (),
    expected: Snapshot | None = None,
) -> Drift:
    """Compare the configured database with the project's files.

    Args:
        against: an empty database on another server to build the files in, None for a sandbox.
        ignored: 'KIND' or 'KIND:NAME', names with * and ?; a table stands for what is in it.
        expected: what the files make, where that is known already.

    Raises:
        ClinicDbError: what connecting, reading and `reference.build` say.
    """
    patterns = [_pattern(text) for text in ignored]
    files = runner.read_files(config)
    aim = config.database
    with database.connect(aim, lock_wait_timeout=config.lock_wait_timeout) as connection:
        live = _read(connection)
    if expected is None:
        expected = reference.build(config, live.found.place, against)
    known = _known(expected, live, files)
    differences = [
        found
        for found in snapshot.compare(*_comparable(expected, live, files))
        if not _is_ignored(found.kind, found.name, patterns, known)
    ]
    differences.sort(key=lambda found: (KINDS.index(found.kind), found.name))
    return Drift(
        address=aim.address,
        version=live.found.place.version,
        reference_version=expected.place.version,
        findings=tuple(Finding(found, remedies.of(found, known)) for found in differences),
        unseen=tuple(_minus_ignored(live.unseen, patterns, known)),
        warnings=tuple(_warnings(expected, live, files)),
    )


def _known(expected: Snapshot, live: Live, files: Files) -> Known:
    return Known(
        live.found.place.database,
        {(item.kind, item.name): item.script.sha256 for item in files.objects},
        live.recorded,
        {**expected.owners, **live.found.owners},
    )


def _read(connection: Connection) -> Live:
    """Everything in at most twelve statements."""
    found = snapshot.read(connection)
    lines = [str(next(iter(row.values()))) for row in connection.rows(queries.get("show_grants"))]
    unseen = rights.unseen(rights.of(lines, found.place.database), found)
    if any(item.kind == "table" for item in unseen):
        return Live(found, unseen, {})
    parts = []
    if "_clinic_db_object" in found.place.bookkeeping:
        objects = queries.get("recorded_objects")
        parts.append(objects.replace("{live}", queries.get("live_objects")))
    if "_yoyo_migration" in found.place.bookkeeping:
        parts.append(queries.get("recorded_migrations"))
    rows = connection.rows("\nUNION ALL\n".join(parts)) if parts else []
    recorded = {
        (str(row["kind"]), str(row["name"])): Record(
            str(row["file_sha256"]), bool(row["untouched"])
        )
        for row in rows
    }
    return Live(found, unseen, recorded)


def _comparable(expected: Snapshot, live: Live, files: Files) -> tuple[Snapshot, Snapshot]:
    """Both snapshots without what tells them apart though nobody changed it."""
    wanted = _as_on(live.found.place.version, expected, files)
    had = _with_known_definers(wanted, live)
    wanted[DEFAULTS], had[DEFAULTS] = expected.place.defaults, live.found.place.defaults
    for name in [item.name for item in files.objects if item.kind == "role"]:
        # Also one that may do nothing.
        for objects, roles in ((wanted, expected.roles), (had, live.found.roles)):
            if roles and name in roles:
                objects["role", name] = roles[name]
    for item in live.unseen:
        for objects in (wanted, had):
            for key in [key for key in objects if key[0] == item.kind]:
                if not item.names:
                    del objects[key]
                elif key[1] in item.names:
                    objects[key] = {k: v for k, v in objects[key].items() if k != "body"}
    return replace(expected, objects=wanted), replace(live.found, objects=had)


def _as_on(version: str, expected: Snapshot, files: Files) -> dict[Key, Attributes]:
    """The expected objects, version comments resolved as the live server does."""
    objects = dict(expected.objects)
    for item in files.objects:
        attributes = objects.get((item.kind, item.name))
        if item.kind in CODE and attributes:
            sql = create_statement(item)
            body = body_on(sql, attributes["body"], expected.place.version, version)
            objects[item.kind, item.name] = {**attributes, "body": body}
    return objects


def _with_known_definers(wanted: Mapping[Key, Attributes], live: Live) -> dict[Key, Attributes]:
    """The live objects, 'CURRENT_USER' where the definer is an account that applied the files.

    Who that was is known from the objects that are exactly as they were when they were applied.
    """
    definers = {key: values.get("definer", "") for key, values in wanted.items()}
    found = live.found.objects
    appliers = {READER} | {
        found[key]["definer"]
        for key, record in live.recorded.items()
        if record.untouched and key in found and definers.get(key) == READER
    }
    objects: dict[Key, Attributes] = {}
    for key, values in found.items():
        definer, named = values.get("definer"), definers.get(key)
        if named == READER and definer in appliers:
            definer = READER
        elif definer == READER and named == live.found.place.account:
            definer = named
        objects[key] = {**values, "definer": definer} if definer else values
    return objects


def _warnings(expected: Snapshot, live: Live, files: Files) -> Iterator[str]:
    here, there = live.found.place, expected.place
    if number(here.version) != number(there.version):
        yield (
            f"this server is MySQL {here.version}, the files were built on {there.version}: a "
            "definition may be spelt differently; --against names a server of the same version"
        )
    if here.lower_case_table_names != there.lower_case_table_names:
        yield (
            f"lower_case_table_names is {here.lower_case_table_names} here and "
            f"{there.lower_case_table_names} where the files were built: names with capitals differ"
        )
    if any(item.kind == "table" for item in live.unseen):
        return
    applied = {name for kind, name in live.recorded if kind == "migration"}
    known = [migration.id for migration in files.migrations]
    if pending := [name for name in known if name not in applied]:
        yield (
            f"not applied yet: {_names(pending)}; what they make is shown as missing until "
            "clinic-db apply"
        )
    if strangers := sorted(applied - set(known)):
        yield f"applied, but without a file: {_names(strangers)}; what they made is shown as extra"


def _names(names: Sequence[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def _pattern(text: str) -> tuple[str, str]:
    kind, _, name = text.partition(":")
    if kind not in KINDS:
        raise UsageError(
            f"{kind!r} is no kind of object",
            where="--ignore",
            hint=f"KIND or KIND:NAME, KIND one of {', '.join(KINDS)}",
        )
    return kind, name or "*"


def _is_ignored(kind: str, name: str, patterns: Sequence[tuple[str, str]], known: Known) -> bool:
    names = {kind: name, "table": known.owners.get((kind, name), "")} | {kind: name}
    return any(which in names and fnmatchcase(names[which], glob) for which, glob in patterns)


def _minus_ignored(
    unseen: Sequence[Unseen], patterns: Sequence[tuple[str, str]], known: Known
) -> Iterator[Unseen]:
    whole = {kind for kind, glob in patterns if glob == "*"}
    for item in unseen:
        names = tuple(n for n in item.names if not _is_ignored(item.kind, n, patterns, known))
        if item.kind not in whole and (names or not item.names):
            yield replace(item, names=names)
