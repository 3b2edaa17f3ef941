"""appointment_services_before_insert: no new line on a billed visit."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from clinic import Clinic, refused, together

from clinic_db.database import Connection
from clinic_db.errors import ServerError
from clinic_db.schema_pool import Schema

DEADLOCK = 1213


def test_a_line_on_a_billed_visit_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment()
    clinic.bill(50000, appointment_id=visit)
    with refused("appointment_services: a live bill exists, void it first"):
        clinic.line(visit)


def test_a_void_bill_opens_the_lines_again(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment()
    clinic.bill(50000, appointment_id=visit)
    db.execute("UPDATE billing SET is_void = 1, void_reason = 'salah'")
    assert clinic.line(visit)


def test_a_line_without_a_price_gets_the_one_of_the_list(db: Connection) -> None:
    clinic = Clinic(db)
    line = clinic.insert(
        "appointment_services",
        appointment_id=clinic.appointment(),
        service_id=clinic.service(45000),
        unit_price=None,
    )
    assert clinic.row("appointment_services", line)["unit_price"] == Decimal(45000)


def test_a_line_and_a_bill_at_once_never_disagree(schema: Schema) -> None:
    """Outside the procedures two visits can meet in a deadlock; its loser comes again."""
    clinic = Clinic(schema.connect())
    visits = [clinic.appointment() for _ in range(4)]

    def again(write: Callable[[], int]) -> int:
        while True:
            try:
                return write()
            except ServerError as error:
                if error.errno != DEADLOCK:
                    raise

    acts: list[Callable[[], int]] = []
    for visit in visits:
        liner, biller = Clinic(schema.connect()), Clinic(schema.connect())
        acts.append(partial(liner.line, visit, 7000))
        acts.append(partial(biller.bill, 0, appointment_id=visit))
    results = together([partial(again, act) for act in acts])
    for visit, line, bill in zip(visits, results[::2], results[1::2], strict=True):
        lines = clinic.db.value(
            "SELECT coalesce(sum(service_cost), 0) FROM appointment_services "
            "WHERE appointment_id = %s",
            (visit,),
        )
        assert clinic.row("billing", bill)["total_amount"] == lines
        if lines == 0:
            assert str(line).endswith("appointment_services: a live bill exists, void it first")


def test_the_visit_is_locked_until_the_end(schema: Schema) -> None:
    """Issuing a bill takes the same lock, so it cannot sum in between."""
    clinic, other = Clinic(schema.connect()), schema.connect()
    visit = clinic.appointment()
    service = clinic.service()
    with clinic.db.transaction():
        clinic.insert(
            "appointment_services", appointment_id=visit, service_id=service, unit_price=1
        )
        with refused("NOWAIT"):
            other.rows("SELECT * FROM appointments FOR SHARE NOWAIT")
    assert other.rows("SELECT * FROM appointments FOR SHARE NOWAIT")
