"""Whether the tools that change large tables beside the running server can take a table. Pure."""

from __future__ import annotations

from collections.abc import Sequence


def advice(table: str, *, child_of: Sequence[str], parent_of: Sequence[str], triggers: int) -> str:
    """Which of gh-ost, pt-online-schema-change and spirit can change the table, and how.

    - gh-ost takes no foreign keys, to or from the table (doc/requirements-and-limitations.md of
      github.com/github/gh-ost), and triggers only with --include-triggers (its pull request 1503).
    - spirit takes neither foreign keys nor triggers ("Unsupported Features" in the README of
      github.com/cashapp/spirit).
    - pt-online-schema-change wants --alter-foreign-keys-method where other tables refer to the
      table, and --preserve-triggers where it has triggers (its manual, docs.percona.com).

    Args:
        child_of: the tables that its foreign keys refer to.
        parent_of: the tables whose foreign keys refer to it.
        triggers: how many triggers it has.
    """
    keys = [f"to {', '.join(child_of)}"] if child_of else []
    keys += [f"from {', '.join(parent_of)}"] if parent_of else []
    if not keys and not triggers:
        return (
            f"for a large table use gh-ost, pt-online-schema-change or spirit: {table} has no "
            "foreign keys and no triggers, so each of them can"
        )
    if not keys:
        return (
            "for a large table use pt-online-schema-change with --preserve-triggers, or gh-ost "
            f"with --include-triggers; spirit refuses {table} for its triggers"
        )
    options = ["--alter-foreign-keys-method"] if parent_of else []
    options += ["--preserve-triggers"] if triggers else []
    with_options = f" with {' '.join(options)}" if options else ""
    also = " and triggers" if triggers else ""
    return (
        f"for a large table use pt-online-schema-change{with_options}; gh-ost and spirit refuse "
        f"{table} for its foreign keys ({' and '.join(keys)}){also}"
    )
