"""From the forerunner's rows to what is written: every rule, in the order of dependence. Pure."""

from __future__ import annotations

from clinic_db.clinic.adopt import rules_bills, rules_people, rules_visits
from clinic_db.clinic.adopt.book import Book
from clinic_db.clinic.adopt.model import Options, Plan
from clinic_db.clinic.adopt.reading import Rows


def plan(rows: Rows, options: Options) -> Plan:
    """What becomes of every row. The same rows give the same plan (but for disabled hashes)."""
    book = Book(rows, options)
    rules_people.patients(book)
    rules_people.doctors(book)
    rules_people.services(book)
    rules_people.users(book)
    rules_people.insurance(book)
    rules_visits.appointments(book)
    rules_visits.lines(book)
    rules_visits.records(book)
    rules_visits.labs(book)
    rules_bills.bills(book)
    return book.plan()
