"""The documents hold together: links lead somewhere, commands exist, nothing is left out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from clinic_db import config, errors, target
from clinic_db.cli import READER_GONE, root

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.S | re.M)
_CALL = re.compile(r"\bclinic-db((?:[ \t]+[^\s`|;&()\"<>]+)*)")
_OPTION = re.compile(r"`(--[a-z][a-z-]*)")
# Options of other programs that the documents speak of.
_FOREIGN = {"--table", "--execute", "--comments", "--include-triggers", "--preserve-triggers",
            "--alter-foreign-keys-method"}  # fmt: skip
_VARIABLE = re.compile(r"\bCLINIC_DB_[A-Z_]+\b")
# Folders in which no document has its reader make a file.
_PATH = re.compile(r"`((?:\.ci|bench|clinic_db|docs|seeds|sql)/[\w./-]*)`")
# What they print is for a person, or is not theirs.
_WITHOUT_JSON = {("demo",), ("dump",), ("new",), ("sandbox", "run"), ("sandbox", "shell"),
                 ("sandbox", "stop"), ("sandbox", "url")}  # fmt: skip


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def code(name: str) -> str:
    """What stands in fences and between backquotes, a piece per line."""
    return "\n".join(piece.strip("`") for piece in _CODE.findall(text(name)))


def commands(group: click.Group = root, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command that does something, as the words after `clinic-db`."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


def command(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that `words` begin with, and the words after it; no such command: an error."""
    found: click.Command = root
    while words and isinstance(found, click.Group) and not words[0].startswith("-"):
        following = found.get_command(click.Context(found), words[0])
        assert following is not None, f"there is no command {words[0]!r}"
        found, words = following, words[1:]
    return found, words


def options(found: click.Command) -> set[str]:
    """The command's options in all their spellings."""
    own = {name for p in found.params for name in (*p.opts, *p.secondary_opts)}
    return own | {"--help", "-h"} | ({"--version"} if found is root else set())


def anchors(name: str) -> set[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", text(name), re.M)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_relative_link_leads_somewhere(name: str) -> None:
    for link in _LINK.findall(text(name)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        there = (ROOT / name).parent / path if path else ROOT / name
        assert there.exists(), f"{name}: {link} leads nowhere"
        if anchor:
            found = anchors(there.resolve().relative_to(ROOT).as_posix())
            assert anchor in found, f"{name}: {link}: no such heading"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_named_path_is_there(name: str) -> None:
    for path in _PATH.findall(text(name)):
        assert (ROOT / path).exists(), f"{name}: there is no {path}"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_named_command_and_option_exists(name: str) -> None:
    for call in _CALL.finditer(code(name)):
        words = call[1].split()
        if "--" in words:
            # What follows is for another program.
            words = words[: words.index("--")]
        try:
            found, rest = command(words)
        except AssertionError as error:
            raise AssertionError(f"{name}: {call[0]}: {error}") from None
        for option in (word.partition("=")[0] for word in rest if word.startswith("-")):
            assert option in options(found), f"{name}: {call[0]}: no option {option}"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_option_in_the_text_exists_somewhere(name: str) -> None:
    known = {option for words in commands() for option in options(command([*words])[0])}
    for option in _OPTION.findall(text(name)):
        assert option in known | _FOREIGN, f"{name}: no command has {option}"


def test_the_readme_documents_every_command() -> None:
    documented = text("README.md")
    for words in commands():
        call = f"clinic-db {' '.join(words)}"
        assert re.search(rf"^\| `{call}\b", documented, re.M), f"README.md's table lacks {call}"


def test_the_readme_lists_every_page() -> None:
    listed = "\n".join(re.findall(r"^- \[.+$", text("README.md"), re.M))
    pages = {name for name in DOCUMENTS if name.startswith("docs/")}
    assert {page for page in pages if f"({page})" not in listed} == set()


def test_what_tells_something_tells_it_in_json() -> None:
    found = set(commands())
    told = {words for words in found if "--format" in options(command([*words])[0])}
    assert found - told == _WITHOUT_JSON


def test_every_option_is_documented() -> None:
    written = "".join(text(name) for name in DOCUMENTS)
    for words in commands():
        for option in options(command([*words])[0]) - {"-h"}:
            assert option in written, f"no document speaks of {option} ({' '.join(words)})"


@pytest.mark.parametrize("name", ["README.md", "README.id.md"])
def test_every_exit_code_is_in_the_table(name: str) -> None:
    classes = [c for c in vars(errors).values() if isinstance(c, type)]
    codes = {c.exit_code for c in classes if issubclass(c, errors.ClinicDbError)}
    codes |= {0, 1, READER_GONE}
    table = {int(c) for c in re.findall(r"^\| (\d+) \|", text(name), re.M)}
    assert table == codes


def test_every_setting_is_documented() -> None:
    page = text("docs/configuration.md")
    for setting in (*config.FILE_KEYS, *target.OPTIONS, *target.SSL_MODES):
        assert f"`{setting}`" in page, f"docs/configuration.md lacks {setting}"


def test_every_environment_variable_is_documented_and_no_other() -> None:
    sources = ROOT.glob("clinic_db/**/*.py")
    used = {
        variable
        for path in sources
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for variable in _VARIABLE.findall(node.value)
    }
    assert used <= set(_VARIABLE.findall(text("docs/configuration.md")))
    for name in DOCUMENTS:
        unknown = set(_VARIABLE.findall(text(name))) - used
        assert not unknown, f"{name}: nothing reads {unknown}"


def test_both_readmes_name_the_same_pages() -> None:
    def pages(name: str) -> set[str]:
        return {x.partition("#")[0] for x in _LINK.findall(text(name)) if x.startswith("docs/")}

    assert pages("README.id.md") == pages("README.md")
