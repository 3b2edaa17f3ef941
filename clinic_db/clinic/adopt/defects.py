"""Every defect that is looked for: the rule it breaks and the repair. docs/adopt.md lists them."""

from __future__ import annotations

from clinic_db.clinic.adopt.model import Defect

CHANGED, MOVED, KEPT = "Changed", "Moved", "Kept"
# Not a defect: values for which the new schema has no column.
NO_PLACE = "no_place"

DEFECTS = {
    "bad_blood_pressure": Defect(
        "systolic 40 to 300 over a lower diastolic 20 to 200, written 120/80",
        CHANGED,
        "left empty",
    ),
    "bad_date_of_birth": Defect(
        "a date of birth, not after the clinic's today", CHANGED, "1900-01-01"
    ),
    "bad_duration": Defect(
        "15 to 480 minutes, a multiple of 15", CHANGED, "the duration given by --duration"
    ),
    "bad_period": Defect("a policy begins before it ends", CHANGED, "the two dates change places"),
    "bad_quantity": Defect("a quantity above zero", MOVED, "moved to the quarantine"),
    "bad_role": Defect(
        "Admin, Doctor or Receptionist", CHANGED, "Receptionist, and the login is closed"
    ),
    "bad_status": Defect(
        "a known status", CHANGED, "an appointment becomes Scheduled, a bill Unpaid"
    ),
    "cost_not_divisible": Defect(
        "cost = quantity x unit price, to the cent", CHANGED, "one unit at the whole cost"
    ),
    "doctor_without_role": Defect(
        "only the role Doctor names a doctor", CHANGED, "the doctor is taken off the login"
    ),
    "duplicate_doctor": Defect(
        "one login per doctor", CHANGED, "the later login becomes a closed Receptionist"
    ),
    "duplicate_email": Defect("one person per e-mail", CHANGED, "taken off the later row"),
    "duplicate_licence": Defect(
        "one doctor per licence", CHANGED, "the later row gets ADOPTED-<key>"
    ),
    "duplicate_policy": Defect(
        "a policy once per patient", MOVED, "the later row moves to the quarantine"
    ),
    "duplicate_service": Defect(
        "a service once per appointment",
        MOVED,
        "added to the first line, the later row moves to the quarantine",
    ),
    "duplicate_username": Defect("one login per name", CHANGED, "the later one gets -<key>"),
    "empty_required": Defect(
        "a value that must be there", CHANGED, "(unknown), user-<key>, 1900-01-01 or no price"
    ),
    "negative_cost": Defect("a cost of zero or more", MOVED, "moved to the quarantine"),
    "negative_price": Defect("a price of zero or more", CHANGED, "0, and no longer on offer"),
    "negative_total": Defect("a total of zero or more", CHANGED, "0 on a void bill"),
    "no_date": Defect("a date", MOVED, "moved to the quarantine"),
    "off_grid": Defect(
        "appointments begin every 15 minutes", CHANGED, "moved back to the quarter of an hour"
    ),
    "orphan": Defect("the row it belongs to exists and stays", MOVED, "moved to the quarantine"),
    "overlap": Defect(
        "doctor and patient have one appointment at a time",
        CHANGED,
        "the later one is cancelled, with a reason that names the other",
    ),
    "paid_and_cancelled": Defect(
        "no money in a void bill", CHANGED, "void; when it was paid is in the quarantine"
    ),
    "paid_on_cancelled": Defect(
        "no live bill on a cancelled appointment", MOVED, "moved to the quarantine"
    ),
    "paid_without_date": Defect(
        "a paid bill has a day", CHANGED, "the day of the appointment, today at the latest"
    ),
    "paid_without_method": Defect(
        "a payment has a method", CHANGED, "Cash, with a note on the payment"
    ),
    "role_without_doctor": Defect(
        "the role Doctor names a doctor", CHANGED, "Receptionist, and the login is closed"
    ),
    "second_paid_bill": Defect("one live bill per appointment", MOVED, "moved to the quarantine"),
    "second_unpaid_bill": Defect("one live bill per appointment", CHANGED, "void"),
    "too_long": Defect("texts within their length", CHANGED, "cut off"),
    "total_differs": Defect(
        "a bill is the sum of its lines",
        CHANGED,
        "more than the lines: a line ADOPTED for the rest; less: the sum of the lines, "
        "and what was paid stays what was paid",
    ),
    "unpaid_on_cancelled": Defect("no live bill on a cancelled appointment", CHANGED, "void"),
    "unpaid_with_payment_date": Defect(
        "an unpaid bill has no day of payment", CHANGED, "the day is taken off"
    ),
    "wrong_patient": Defect(
        "a bill is for the patient of its appointment", CHANGED, "the appointment's patient"
    ),
}
