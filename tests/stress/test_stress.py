"""`clinic-db stress`: counted exactly, nothing hidden, the clinic's rules have the last word."""

from __future__ import annotations

import json
from collections import Counter
from itertools import islice

import jsonschema
from projects import CommandLine
from roles.accounts import account
from stress.conftest import ONE_LOOK, Site, row
from terminal import at_a_terminal

from clinic_db.clinic.invariants import RULES
from clinic_db.clinic.stress import plan
from clinic_db.clinic.stress.client import OPERATIONS, WEIGHTS
from clinic_db.schema_pool import Schema

# Those in whose place no other is ever done, and which never stand in for another.
CERTAIN = ("patient_by_phone", "doctors_day", "overview", "revenue_of_month", "unpaid_bills")
COUNT = {"type": "integer", "minimum": 0}
AMOUNT = {"type": "number", "minimum": 0}
TEXT = {"type": "string", "minLength": 1}


def closed(**properties: object) -> dict[str, object]:
    """The schema of an object that has these properties, all of them, and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def each(**properties: object) -> dict[str, object]:
    return {"type": "array", "items": closed(**properties)}


DOCUMENT = closed(
    database=TEXT,
    asked=closed(
        seconds=COUNT, clients=COUNT, operations={"type": ["integer", "null"]}, seed=COUNT
    ),
    workers=COUNT,
    elapsed=AMOUNT,
    interrupted={"type": "boolean"},
    calls=COUNT,
    per_second=AMOUNT,
    refused=COUNT,
    errors=COUNT,
    operations=each(
        operation={"enum": list(OPERATIONS)}, calls=COUNT, per_second=AMOUNT, refused=COUNT,
        errors=COUNT, p50_ms=AMOUNT, p95_ms=AMOUNT, p99_ms=AMOUNT, max_ms=AMOUNT,
    ),
    refusals=each(operation=TEXT, text=TEXT, count=COUNT),
    faults=each(operation=TEXT, errno=COUNT, text=TEXT, count=COUNT),
    rules=COUNT,
    unasked={"type": "string"},
    broken={"type": ["array", "null"], "items": closed(rule=TEXT, table=TEXT, key=COUNT)},
)  # fmt: skip


def test_a_crowd_meets_no_error_and_every_rule_holds(schema: Schema, cli: CommandLine) -> None:
    """On a generated clinic, every operation at least once, and what was done is in the tables."""
    url = schema.url
    seeded = cli("seed", "--patients", "120", "--appointments", "700", CLINIC_DB_URL=url)
    assert seeded.code == 0, seeded.err
    with schema.connect() as db:
        site = Site(schema, db, cli)
        before = {name: site.count(name) for name in ("appointments", "billing", "payments")}
        found = site.measured("--operations", 1200, "--clients", 8, "--seconds", 300)
        assert (found["errors"], found["faults"], found["broken"]) == (0, [], [])
        assert found["calls"] == 1200
        assert {each["operation"] for each in found["operations"]} == set(OPERATIONS)
        for table, names in (
            ("appointments", ("book",)),
            ("billing", ("issue_bill",)),
            ("payments", ("pay", "refund")),
        ):
            rows = [row(found, name) for name in names]
            done = sum(each["calls"] - each["refused"] for each in rows)
            assert site.count(table) - before[table] == done
            assert done
        site.wait_until_alone()


def test_the_count_is_kept_exactly_and_the_plan_too(site: Site) -> None:
    """Each step is one call, whatever becomes of it; the seed settles which."""
    for clients, operations in ((4, 101), (5, 3)):
        found = site.measured("--operations", operations, "--clients", clients, "--seed", 3)
        assert sum(each["calls"] for each in found["operations"]) == found["calls"] == operations
        planned: Counter[str] = Counter()
        for client in range(clients):
            mine = plan.share(operations, clients, client)
            planned.update(step.operation for step in islice(plan.steps(WEIGHTS, 3, client), mine))
        calls = {each["operation"]: each["calls"] for each in found["operations"]}
        assert {name: calls.get(name, 0) for name in CERTAIN} == {n: planned[n] for n in CERTAIN}


def test_the_time_ends_it_too(site: Site) -> None:
    found = site.measured("--seconds", 1, "--clients", 2)
    assert found["calls"] > 0
    assert found["asked"] == {"seconds": 1, "clients": 2, "operations": None, "seed": 1}


def test_the_document_has_its_schema(site: Site) -> None:
    """With refusals, faults and broken rules in it, so that no list is looked at empty."""
    site.db.execute("DROP PROCEDURE issue_bill")
    site.db.execute("DELETE FROM appointment_slots LIMIT 1")
    found = site.measured("--operations", 600, "--clients", 8, code=1)
    jsonschema.validate(found, DOCUMENT)
    assert found["refusals"]
    assert found["faults"]
    assert found["broken"]
    assert found["rules"] == len(RULES)
    assert found["refused"] == sum(each["count"] for each in found["refusals"])
    assert found["errors"] == sum(each["count"] for each in found["faults"])


def test_the_text_has_the_same_figures(site: Site) -> None:
    done = site.run("--operations", 60, "--clients", 2)
    assert (done.code, done.err) == (0, "")
    head, _, *lines = done.out.splitlines()
    assert head.split()[:5] == ["operation", "calls", "per", "second", "refused"]
    assert head.split()[5:] == ["errors", "p50", "p95", "p99", "max", "(ms)"]
    rows = [line.split() for line in lines[: lines.index("")]]
    assert {cells[0] for cells in rows} <= set(WEIGHTS)
    assert sum(int(cells[1]) for cells in rows) == 60
    assert lines[-2].startswith(f"{site.schema.target.address}: 60 operations by 2 client(s) in ")
    assert lines[-2].endswith(" 0 error(s)")
    assert lines[-1] == f"all {len(RULES)} rules of the clinic hold"


def test_a_broken_rule_is_exit_1_and_named(site: Site) -> None:
    """Corrupted behind everybody's back, as a person with all rights can."""
    visit = site.db.value("SELECT min(appointment_id) FROM appointment_slots")
    site.db.execute("DELETE FROM appointment_slots WHERE appointment_id = %s", (visit,))
    done = site.run("--operations", 20)
    assert done.code == 1
    assert f"\nbroken   slots_missing: appointments {visit}\n" in done.out
    assert done.out.endswith(f"1 of {len(RULES)} rules of the clinic are broken\n")
    assert " 0 error(s)" in done.out


def test_a_missing_trigger_is_found_by_the_load_itself(site: Site) -> None:
    """Nothing was wrong before: the payments that come in do not reach their bills."""
    site.db.execute("DROP TRIGGER payments_after_insert")
    found = site.measured("--operations", 300, code=1)
    assert found["errors"] == 0
    assert {each["rule"] for each in found["broken"]} >= {"bills_paid"}


def test_rules_that_cannot_be_asked_for_are_exit_1_and_hide_no_figures(site: Site) -> None:
    """One look by phone, which knows nothing of payments."""
    site.db.execute("ALTER TABLE payments RENAME COLUMN paid_at TO paid")
    done = site.run(*ONE_LOOK)
    assert done.code == 1
    assert "\npatient_by_phone      1 " in done.out
    assert " 0 error(s)\nthe clinic's rules were not checked: server error 1054 " in done.out


def test_an_error_is_counted_shown_and_not_tried_again(site: Site) -> None:
    site.db.execute("DROP PROCEDURE complete_appointment")
    done = site.run("--operations", 200, "--clients", 2)
    assert done.code == 1
    (line,) = (line for line in done.out.splitlines() if line.startswith("error "))
    name = f"PROCEDURE {site.schema.name}.complete_appointment does not exist"
    assert line.endswith(f" times complete: server error 1305: {name}")
    count = int(line.split()[1])
    (figures,) = (line for line in done.out.splitlines() if line.startswith("complete "))
    assert figures.split()[1] == figures.split()[4] == str(count)
    assert f" refused, {count} error(s)\n" in done.out


def test_a_refusal_that_nobody_asked_for_is_an_error(site: Site) -> None:
    """A procedure that refuses what it must not refuse does not pass for a busy clinic."""
    site.db.execute("DROP PROCEDURE issue_bill")
    site.db.execute(
        "CREATE PROCEDURE issue_bill (IN in_appointment_id BIGINT, OUT out_bill_id BIGINT) "
        "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'issue_bill: there is no such appointment'"
    )
    found = site.measured("--operations", 200, code=1)
    (fault,) = found["faults"]
    assert fault["errno"] == 1644
    assert fault["text"] == "issue_bill: there is no such appointment"
    assert row(found, "issue_bill")["errors"] == fault["count"] == row(found, "issue_bill")["calls"]


def test_a_lock_that_is_not_had_in_time_is_an_error(site: Site) -> None:
    with site.schema.connect() as other, other.transaction():
        other.rows("SELECT * FROM doctors FOR UPDATE")
        found = site.measured("--operations", 12, "--clients", 12, "--lock-wait-timeout", 1, code=1)
    assert {(each["errno"], each["operation"]) for each in found["faults"]} >= {(1205, "book")}
    assert found["broken"] == []


def test_rights_of_the_roles_are_enough(site: Site) -> None:
    """Nothing is written but what an administrator and a doctor may: it goes by the procedures."""
    with account(site.schema, "clinic_admin") as someone:
        user = someone.target.user
        site.db.execute(f"GRANT clinic_doctor TO `{user}`")
        site.db.execute(f"SET DEFAULT ROLE ALL TO `{user}`")
        done = site.cli(
            "stress", "--operations", 300, "--format", "json", CLINIC_DB_URL=someone.target.url()
        )
    assert done.code == 0, done.out + done.err
    assert json.loads(done.out)["errors"] == 0


def test_somebody_at_a_terminal_sees_how_far_it_is(site: Site) -> None:
    arguments = ("stress", "--operations", "60")
    written = at_a_terminal(*arguments, CLINIC_DB_URL=site.schema.url)
    assert "60 operations" in written
    assert at_a_terminal(*arguments, "--quiet", CLINIC_DB_URL=site.schema.url) == ""
