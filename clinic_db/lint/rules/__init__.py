"""The rules of lint. Each module has NAME, DESCRIPTION (what it says), REASON (why it matters),
SEVERITY, ASKS (whether a server must be asked) and `check`."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from importlib import import_module
from typing import Protocol

from clinic_db.errors import UsageError
from clinic_db.findings.model import Finding, Severity
from clinic_db.lint.rules.base import Context

# Rule → its module in this folder.
RULES = {
    "allow": "allow",
    "blocking": "blocking",
    "charset": "charset",
    "characteristics": "characteristics",
    "comment": "comment",
    "destructive": "destructive",
    "edited-after-release": "edited_after_release",
    "foreign-key-index": "foreign_key_index",
    "header": "header",
    "irreversible-unsaid": "irreversible_unsaid",
    "mixed-ddl-dml": "mixed_ddl_dml",
    "more-than-one-head": "more_than_one_head",
    "not-null-without-default": "not_null_without_default",
    "refused": "refused",
    "reserved-word": "reserved_word",
    "rollback-differs": "rollback_differs",
    "routine-declaration": "routine_declaration",
    "server-refuses": "server_refuses",
    "syntax": "syntax",
    "unnamed-constraint": "unnamed_constraint",
}
# sqlfluff's rules, chosen or left out together.
STYLE = "style"
STYLE_DESCRIPTION = "sqlfluff, with the house style"


class Rule(Protocol):
    """What a module of this folder is."""

    NAME: str
    DESCRIPTION: str
    REASON: str
    SEVERITY: Severity
    ASKS: bool

    def check(self, context: Context) -> Iterator[Finding]:
        """What the rule finds in the files that are linted."""


def load(name: str) -> Rule:
    """The rule of that name."""
    rule: Rule = import_module(f"{__name__}.{RULES[name]}")
    return rule


def chosen(only: Collection[str], ignored: Collection[str]) -> list[str]:
    """The names of the rules to look at, `style` among them.

    Args:
        only: none means all.

    Raises:
        UsageError: there is no such rule, or none is left.
    """
    for option, names in (("--rules", only), ("--ignore", ignored)):
        for name in names:
            if name not in RULES and name != STYLE:
                raise UsageError(
                    f"there is no rule {name!r}",
                    where=option,
                    hint=f"one of {', '.join((STYLE, *RULES))}",
                )
    left = [name for name in (STYLE, *RULES) if (not only or name in only) and name not in ignored]
    if not left:
        raise UsageError("no rule is left", where="--ignore", hint="leave one to look at")
    return left
