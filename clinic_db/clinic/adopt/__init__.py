"""Take over a database with the forerunner's ten tables; `run.adopt` is the way in.

`shape` detects, `reading` reads, `planner` and the `rules_*` decide (pure), `load` and `schema`
write, `verify` proves, `report` tells. docs/adopt.md says what happens to which row and why.
"""
