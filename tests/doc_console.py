"""Documents as programs: the commands that they show, run in order, and what came out.

A fence marked `console` holds commands (`$ `, continued by `> `) and their output. A line that is
only `…` stands for any number of lines. A command ends with 0 unless `echo $?` comes next and
shows another number. A fence marked `sql`, `python` or `toml` after a line that names a file and
ends in a colon is written to that file. A `console` fence after `<!-- not run: WHY -->` is read
by people only.
"""

from __future__ import annotations

import difflib
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(r"```(\w*)")
_FILE = re.compile(r"`([\w./-]+\.\w+)`[^`]*:$")
_NOT_RUN = re.compile(r"<!-- not run: .+ -->")
_SKIPPED = "…"
_MASKS = (
    (re.compile(r"\b[\w.%-]+@[\w.:\[\]-]+:\d+/\w+"), "USER@SERVER/DATABASE"),
    (re.compile(r"MySQL \d+\.\d+\.\d+[\w.+~-]*"), "MySQL VERSION"),
    (re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?"), "WHEN"),
    (re.compile(r"\b\d+\.\d+ ?s\b"), "SECONDS"),
    (re.compile(r"project: /[\w./-]+"), "project: PROJECT"),
    # How much the clinic holds changes with every object that somebody adds.
    (re.compile(r"\b\d{2,} (objects?|statements?|rows|to apply)\b"), r"MANY \1"),
    # What the server estimates of a table may lag behind.
    (re.compile(r"\b[\d,]+  \d+ KiB$"), "ROWS  SIZE"),
    (re.compile(r"\babout [\d,]+ rows, \d+ KiB"), "about ROWS, SIZE"),
    (re.compile(r"(tests ran on MySQL VERSION) \(.*\)"), r"\1 (KIND)"),
)


@dataclass(frozen=True)
class Command:
    """A command that a document shows, with the lines that it shows below."""

    line: int
    text: str
    shown: tuple[str, ...]


@dataclass(frozen=True)
class File:
    """A file that a document tells the reader to write."""

    line: int
    name: str
    text: str


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit code and its output, both streams together."""

    command: Command
    code: int
    lines: tuple[str, ...]


def read(document: Path) -> list[Command | File]:
    """What the document has its reader do, in order."""
    found: list[Command | File] = []
    lines = document.read_text(encoding="utf-8").splitlines()
    for start, language, body in _fences(lines):
        before = next((x for x in reversed(lines[: start - 1]) if x.strip()), "")
        if language == "console" and not _NOT_RUN.fullmatch(before):
            found += _commands(start, body)
        elif language in ("sql", "python", "toml") and (named := _FILE.search(before)):
            found.append(File(start, named[1], "\n".join(body) + "\n"))
    return found


def run(
    steps: list[Command | File], folder: Path, notes: Path, environ: Mapping[str, str], prelude: str
) -> list[Ran]:
    """Do the steps in one shell.

    Args:
        folder: where the shell begins.
        notes: an empty folder for what the run leaves behind.
        environ: the whole environment of the shell.
        prelude: shell commands that come first.
    """
    script = [f"cd '{folder}'", prelude, "rc=0"]
    commands = []
    for number, step in enumerate(steps):
        if isinstance(step, File):
            (notes / f"{number}.file").write_text(step.text, encoding="utf-8")
            script += [
                f"mkdir -p \"$(dirname '{step.name}')\" && cp '{notes}/{number}.file' '{step.name}'"
            ]
            continue
        commands.append((number, step))
        # The exit code goes from command to command, so that `echo $?` sees it.
        script += [
            "(exit $rc)",
            f"{{ {step.text}\n}} >'{notes}/{number}.out' 2>&1 </dev/null",
            f"rc=$?; echo $rc >'{notes}/{number}.code'",
        ]
    done = subprocess.run(
        ["bash", "-c", "\n".join(script)],
        env=dict(environ),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert not done.stderr, done.stderr
    return [_outcome(step, notes / str(number)) for number, step in commands]


def departures(results: list[Ran]) -> Iterator[str]:
    """Where the document does not show what happened, each with its line and the difference."""
    for result, following in zip(results, [*results[1:], None], strict=True):
        command = result.command
        expected = 0
        if following is not None and following.command.text == "echo $?":
            expected = int(following.command.shown[0])
        if result.code != expected:
            output = "\n".join(result.lines)
            yield f"line {command.line}: {command.text}: exit {result.code}\n{output}"
        if not matches(command.shown, result.lines):
            shown, real = map(masked, command.shown), map(masked, result.lines)
            difference = difflib.unified_diff([*shown], [*real], "shown", "real", lineterm="")
            yield f"line {command.line}: {command.text}\n" + "\n".join(difference)


def matches(shown: tuple[str, ...], real: tuple[str, ...]) -> bool:
    """Whether the document's lines are the real ones, with times, ports and versions masked."""
    pattern = "".join(
        r"(?:.*\n)*" if line.strip() == _SKIPPED else re.escape(masked(line)) + r"\n"
        for line in shown
    )
    return re.fullmatch(pattern, "".join(f"{masked(line)}\n" for line in real)) is not None


def masked(line: str) -> str:
    """The line without what differs from run to run."""
    for pattern, replacement in _MASKS:
        line = pattern.sub(replacement, line)
    return line.rstrip()


def _fences(lines: list[str]) -> Iterator[tuple[int, str, list[str]]]:
    """(line number, language, lines) of each fence."""
    start, language = 0, ""
    for number, line in enumerate(lines, 1):
        if not line.startswith("```"):
            continue
        if start:
            yield start, language, lines[start : number - 1]
            start = 0
        elif match := _FENCE.match(line):
            start, language = number, match[1]
    assert not start, f"the fence of line {start} has no end"


def _commands(start: int, body: list[str]) -> list[Command]:
    found: list[Command] = []
    for number, line in enumerate(body, start + 1):
        if line.startswith("$ "):
            found.append(Command(number, line[2:], ()))
            continue
        assert found, f"line {number}: output without a command"
        last = found[-1]
        if line.startswith("> ") and not last.shown:
            found[-1] = Command(last.line, f"{last.text}\n{line[2:]}", ())
        else:
            found[-1] = Command(last.line, last.text, (*last.shown, line))
    return [_trimmed(command) for command in found]


def _trimmed(command: Command) -> Command:
    """Without the blank lines between its output and the next command."""
    shown = list(command.shown)
    while shown and not shown[-1].strip():
        shown.pop()
    return Command(command.line, command.text, tuple(shown))


def _outcome(command: Command, notes: Path) -> Ran:
    lines = notes.with_suffix(".out").read_text(encoding="utf-8").splitlines()
    while lines and not lines[-1].strip():
        lines.pop()
    return Ran(command, int(notes.with_suffix(".code").read_text()), tuple(lines))
