"""appointment_services_before_insert: no new line on a billed visit."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from clinic import Clinic, refused, together

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


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
    clinic = Clinic(schema.connect())
    visits = [clinic.appointment() for _ in range(4)]
    liners, billers = ([Clinic(schema.connect()) for _ in visits] for _ in range(2))
    together(
        [partial(o.line, v, 7000) for o, v in zip(liners, visits, strict=True)]
        + [partial(o.bill, 0, appointment_id=v) for o, v in zip(billers, visits, strict=True)]
    )
    for visit in visits:
        total = clinic.db.value(
            "SELECT total_amount FROM billing WHERE appointment_id = %s", (visit,)
        )
        lines = clinic.db.value(
            "SELECT coalesce(sum(service_cost), 0) FROM appointment_services "
            "WHERE appointment_id = %s",
            (visit,),
        )
        assert total == lines


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
