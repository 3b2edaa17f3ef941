"""Whether the tools that change large tables beside the running server can take a table. Pure."""

from __future__ import annotations

from collections.abc import Sequence


def advice(table: str, *, child_of: Sequence[str], parent_of: Sequence[str], triggers: int) -> str:
    """Which of gh-ost, pt-online-schema-change and spirit can change the table, and how.

    Args:
        child_of: the tables that its foreign keys refer to.
        parent_of: the tables whose foreign keys refer to it.
        triggers: how many triggers it has.
    """
    keys = [f"to {', '.join(child_of)}"] if child_of else []
    keys += [f"from {', '.join(parent_of)}"] if parent_of else []
    hindrances = [f"foreign keys ({' and '.join(keys)})"] if keys else []
    hindrances += ["triggers"] if triggers else []
    if not hindrances:
        return (
            f"for a large table use gh-ost, pt-online-schema-change or spirit: {table} has no "
            "foreign keys and no triggers, so each of them can"
        )
    options = ["--alter-foreign-keys-method"] if parent_of else []
    options += ["--preserve-triggers"] if triggers else []
    with_options = f" with {' '.join(options)}" if options else ""
    return (
        f"for a large table use pt-online-schema-change{with_options}; gh-ost and spirit refuse "
        f"{table} for its {' and '.join(hindrances)}"
    )
