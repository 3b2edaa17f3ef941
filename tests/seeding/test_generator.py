"""A generated clinic is believable, obeys the rules by construction, and is the same every time."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import pairwise, product

import pytest
from seeding.clinics import PRICES, TODAY, Row, recipe, rows, some_pools, texts, world

from clinic_db.clinic.seeding import ages, catalogue, hashing, pools
from clinic_db.clinic.seeding.ages import CHILD, MAN, WOMAN, years
from clinic_db.clinic.seeding.calendar import SHIFTS
from clinic_db.clinic.seeding.tables import COLUMNS
from clinic_db.clinic.seeding.world import MOST, World
from clinic_db.errors import ProjectError, UsageError

NULL = r"\N"
HELD = ("Scheduled", "CheckedIn", "Completed")


@pytest.fixture(scope="module")
def made() -> World:
    return world()


@pytest.fixture(scope="module")
def found(made: World) -> dict[str, list[Row]]:
    return rows(made)


def digests(made: World, order: list[int] | None = None) -> dict[str, str]:
    return {t: sha256(b"".join(c)).hexdigest() for t, c in texts(made, order).items()}


def test_the_same_seed_gives_the_same_bytes_in_any_order(made: World) -> None:
    """A chunk depends on nothing that was made before it, so any worker can make any chunk."""
    count = sum(map(len, made.tasks()))
    assert count > 20
    order = random.Random(3).sample(range(count), count)
    assert digests(world(), order) == digests(made)


def test_another_seed_gives_another_clinic(made: World) -> None:
    other, first = digests(world(seed=2)), digests(made)
    assert all(other[table] != first[table] for table in COLUMNS)


def test_another_day_moves_the_whole_history(found: dict[str, list[Row]]) -> None:
    later = rows(world(TODAY + timedelta(days=700)))
    assert len(later["appointments"]) == len(found["appointments"])
    assert min(r["appointment_date"] for r in later["appointments"]) > max(
        r["appointment_date"] for r in found["appointments"]
    )


def test_there_are_as_many_rows_as_were_asked_for(found: dict[str, list[Row]]) -> None:
    assert len(found["patients"]) == 400
    assert len(found["appointments"]) == 2_000
    assert all(found.values())


def test_keys_are_unique_and_ascend(found: dict[str, list[Row]]) -> None:
    for table, content in found.items():
        if table == "appointment_slots":
            continue
        keys = [int(row[COLUMNS[table][0]]) for row in content]
        assert keys == sorted(set(keys)), table


def test_nobody_is_in_two_places(found: dict[str, list[Row]]) -> None:
    """Neither a doctor nor a patient holds a quarter of an hour twice."""
    for who in ("doctor_id", "patient_id"):
        held = Counter((row[who], row["slot_start"]) for row in found["appointment_slots"])
        assert held.most_common(1)[0][1] == 1


def test_slots_are_those_of_the_visits_that_hold_them(found: dict[str, list[Row]]) -> None:
    expected = set()
    for visit in found["appointments"]:
        start = datetime.fromisoformat(visit["appointment_date"])
        if visit["status"] in HELD:
            for minutes in range(0, int(visit["duration_min"]), 15):
                at = str(start + timedelta(minutes=minutes))
                expected.add((visit["doctor_id"], at, visit["patient_id"], visit["appointment_id"]))
    assert {tuple(row.values()) for row in found["appointment_slots"]} == expected


def test_doctors_have_lunch_and_days_off(found: dict[str, list[Row]]) -> None:
    """All visits of a doctor fit into one shift with a break, and no doctor works every day."""
    spans: dict[str, set[int]] = defaultdict(set)
    weekdays: dict[str, set[int]] = defaultdict(set)
    for row in found["appointment_slots"]:
        at = datetime.fromisoformat(row["slot_start"])
        spans[row["doctor_id"]].add(at.hour * 4 + at.minute // 15)
        weekdays[row["doctor_id"]].add(at.weekday())
    assert len(spans) >= 3
    for doctor, quarters in spans.items():
        assert any(quarters <= set(shift.quarters) for shift in SHIFTS), doctor
        assert 6 not in weekdays[doctor]
    assert any(len(days) < 6 for days in weekdays.values())


def test_nothing_that_lies_ahead_has_happened(found: dict[str, list[Row]]) -> None:
    noon = f"{TODAY} 12:00:00"
    for visit in found["appointments"]:
        if visit["appointment_date"] >= noon:
            assert visit["status"] == "Scheduled"
        assert visit["created_at"] <= visit["updated_at"] <= f"{TODAY} 05:00:59"
    assert {row["status"] for row in found["appointments"]} >= {"Cancelled", "NoShow", "Completed"}
    for table, column in (
        ("payments", "paid_at"),
        ("billing", "updated_at"),
        ("medical_records", "updated_at"),
        ("lab_results", "created_at"),
    ):
        assert max(row[column] for row in found[table]) <= f"{TODAY} 05:00:59", table


def test_patients_are_born_then_registered_then_booked(found: dict[str, list[Row]]) -> None:
    registered = {row["patient_id"]: row["created_at"] for row in found["patients"]}
    assert all(row["date_of_birth"] < row["created_at"][:10] for row in found["patients"])
    assert all(row["created_at"] > registered[row["patient_id"]] for row in found["appointments"])


def test_nothing_is_booked_with_a_doctor_who_is_not_known_yet() -> None:
    """Some doctors begin in the middle of the history, with visits that were booked before."""
    made = rows(world(doctors=7))
    known = {row["doctor_id"]: row["created_at"] for row in made["doctors"]}
    assert max(known.values()) > str(TODAY - timedelta(days=365)), "one came later"
    assert all(row["created_at"] > known[row["doctor_id"]] for row in made["appointments"])


def test_nobody_is_at_the_reception_while_the_clinic_is_closed() -> None:
    """Then people book by themselves, and cash is given back on a day after it."""
    made = rows(world(appointments=4_000, patients=1_000, refunded=0.4))
    by_hand = [row["paid_at"] for row in made["payments"] if row["received_by"] != NULL]
    booked = [row["created_at"] for row in made["appointments"] if row["created_by"] != NULL]
    assert len(by_hand) > 1_000
    for text in (*by_hand, *booked):
        at = datetime.fromisoformat(text) + timedelta(hours=7)
        assert at.weekday() != 6, text
        assert f"{at:%m-%d}" not in ("01-01", "05-01", "06-01", "08-17", "12-25")


def test_families_share_a_telephone_and_an_address(found: dict[str, list[Row]]) -> None:
    homes: dict[str, list[Row]] = defaultdict(list)
    for row in found["patients"]:
        homes[row["phone"]].append(row)
    families = [people for people in homes.values() if len(people) > 2]
    assert len(families) > 40
    for people in families:
        assert len({row["address"] for row in people}) == 1
        ages = sorted(row["date_of_birth"] for row in people)
        assert ages[0] < "2004" < "2008" < ages[-1], "parents and children"


def test_parents_are_as_much_older_than_their_children_as_parents_are() -> None:
    """Nobody is a mother at nine, and nobody gets a brother three months after a sister."""
    homes: dict[str, list[date]] = defaultdict(list)
    for row in rows(world(patients=2_000))["patients"]:
        homes[row["phone"]].append(date.fromisoformat(row["date_of_birth"]))
    children = 0
    for born in homes.values():
        of_age = [day for day in born if day < TODAY - timedelta(days=years(18))]
        minors = sorted(day for day in born if day not in of_age)
        grown = [day for day in of_age if day > TODAY - timedelta(days=years(56))]
        for minor in minors:
            children += 1
            assert all(years(18) <= (minor - parent).days <= years(46) for parent in grown[:2])
        gaps = [(after - before).days for before, after in pairwise(minors)]
        assert all(gap >= 270 for gap in gaps)
    assert children > 500


def test_a_family_fits_together_however_long_ago_it_was_registered() -> None:
    """The less the children may grow until today, the younger their parents are."""
    places = [(0, who) for who in (MAN, WOMAN, CHILD, CHILD, CHILD)]
    for since, chances in product(range(0, years(32), 100), product((0, 65535), repeat=5)):
        man, woman, *children = ages.of_block(places, chances, [since] * 5)
        assert abs(man - woman) <= years(6)
        assert all(after - before >= 270 for before, after in pairwise(children))
        assert max(man, woman) - children[0] <= years(45)
        assert min(man, woman) - children[-1] >= years(18)


def test_children_stay_children_for_a_decade_and_nobody_gets_too_old() -> None:
    found = rows(world(years=12))
    born = {row["patient_id"]: row["date_of_birth"] for row in found["patients"]}
    doctors = {row["doctor_id"]: row["specialization"] for row in found["doctors"]}
    grown = str(TODAY - timedelta(days=years(18)))
    for row in found["appointments"]:
        if doctors[row["doctor_id"]] == "Anak":
            assert born[row["patient_id"]] > grown
    assert min(born.values()) > str(TODAY - timedelta(days=years(100)))


def test_weekdays_and_seasons_differ() -> None:
    visits = rows(world(patients=2_000, appointments=12_000))["appointments"]
    days = [datetime.fromisoformat(row["appointment_date"]) for row in visits]
    weekdays = Counter(day.weekday() for day in days)
    assert weekdays[6] == 0
    assert weekdays[0] > weekdays[2] > weekdays[5]
    wet = sum(day.month in (1, 2) and day.date() <= TODAY for day in days)
    dry = sum(day.month in (6, 7) for day in days)
    assert wet > dry
    assert not [day for day in days if f"{day:%m-%d}" == "08-17"]


def test_some_come_often_and_some_hardly_ever(found: dict[str, list[Row]]) -> None:
    often = Counter(row["patient_id"] for row in found["appointments"]).most_common()
    assert often[0][1] >= 12
    assert often[-1][1] <= 2


def test_results_belong_to_a_test_that_was_billed(found: dict[str, list[Row]]) -> None:
    said = catalogue.content()
    codes = {str(i): code for i, code in enumerate(PRICES, 1)}
    brought = defaultdict(set)
    for line in found["appointment_services"]:
        for name in said["brings"].get(codes[line["service_id"]], ()):
            brought[line["appointment_id"]].add(said["tests"][name]["loinc"])
    visit_of = {row["record_id"]: row["appointment_id"] for row in found["medical_records"]}
    results = defaultdict(set)
    for row in found["lab_results"]:
        results[visit_of[row["record_id"]]].add(row["loinc_code"])
    assert len(results) > 200
    assert all(results[visit] == brought[visit] for visit in results)


def test_values_fit_the_diagnosis(found: dict[str, list[Row]]) -> None:
    """Sugar is high in diabetes and usually is not without."""
    codes = {row["record_id"]: row["icd10_code"] for row in found["medical_records"]}
    high: dict[bool, list[bool]] = {True: [], False: []}
    for row in found["lab_results"]:
        if row["loinc_code"] == "1558-6":
            high[codes[row["record_id"]] == "E11.9"].append(float(row["value_num"]) > 100)
    assert sum(high[True]) / len(high[True]) > 0.6
    assert sum(high[False]) / len(high[False]) < 0.4
    pressures = defaultdict(list)
    for row in found["medical_records"]:
        if row["systolic"] != NULL:
            pressures[row["icd10_code"] == "I10"].append(int(row["systolic"]))
    assert min(pressures[True]) > sum(pressures[False]) / len(pressures[False])


def test_nobody_is_prescribed_what_does_harm() -> None:
    """What somebody is allergic to is on the same page of the record; children take syrup."""
    made = rows(world(patients=1_000, appointments=8_000))
    minors = {row["patient_id"] for row in made["patients"] if row["date_of_birth"] > "2009"}
    replaced: Counter[str] = Counter()
    for row in made["medical_records"]:
        taken = row["prescription"].lower()
        if row["patient_id"] in minors:
            assert not re.search(r"[45]00 mg|\b(4|10|30|200) mg|attapulgit", taken), taken
        if row["allergies"] == "Penisilin":
            assert "moksisilin" not in taken
            replaced[row["allergies"]] += "eritromisin" in taken
        if row["allergies"] == "Ibuprofen":
            assert not re.search("ibuprofen|mefenamat|diklofenak|meloksikam|aspirin", taken)
            replaced[row["allergies"]] += "parasetamol" in taken
    assert min(replaced["Penisilin"], replaced["Ibuprofen"]) > 5


def test_coronary_disease_is_none_of_the_young() -> None:
    made = rows(world(patients=1_000, appointments=8_000, doctors=16))
    born = {row["patient_id"]: row["date_of_birth"] for row in made["patients"]}
    sick = [row for row in made["medical_records"] if row["icd10_code"] == "I25.1"]
    assert len(sick) > 20
    assert max(born[row["patient_id"]] for row in sick) < "1975"


def test_specialists_see_their_patients(found: dict[str, list[Row]]) -> None:
    doctors = {row["doctor_id"]: row["specialization"] for row in found["doctors"]}
    born = {row["patient_id"]: row["date_of_birth"] for row in found["patients"]}
    said = {d["code"]: d for d in catalogue.content()["diagnoses"]}
    for row in found["medical_records"]:
        assert doctors[row["doctor_id"]] in said[row["icd10_code"]]["at"]
        if doctors[row["doctor_id"]] == "Anak":
            assert born[row["patient_id"]] > "2009"


def test_bills_are_the_sum_of_lines_and_payments(found: dict[str, list[Row]]) -> None:
    owed: Counter[str] = Counter()
    for line in found["appointment_services"]:
        owed[line["appointment_id"]] += round(float(line["unit_price"]) * int(line["quantity"]))
    paid: Counter[str] = Counter()
    for row in found["payments"]:
        paid[row["bill_id"]] += round(float(row["amount"])) * (-1 if row["kind"] == "Refund" else 1)
    for bill in found["billing"]:
        assert round(float(bill["total_amount"])) == owed[bill["appointment_id"]]
        assert round(float(bill["amount_paid"])) == paid[bill["bill_id"]]
        is_paid = bill["amount_paid"] == bill["total_amount"]
        assert (bill["payment_date"] != NULL) == is_paid
    fates = Counter(_fate(bill, paid) for bill in found["billing"])
    assert fates.keys() == {"unpaid", "partly", "paid", "void"}
    assert {row["kind"] for row in found["payments"]} == {"Payment", "Refund"}
    assert len({row["idempotency_key"] for row in found["payments"]}) == len(found["payments"])
    assert all(len(row["idempotency_key"]) == 16 for row in found["payments"])


def _fate(bill: Row, paid: Counter[str]) -> str:
    if bill["is_void"] == "1":
        return "void"
    if not paid[bill["bill_id"]]:
        return "unpaid"
    return "paid" if bill["payment_date"] != NULL else "partly"


def test_a_bill_names_a_policy_that_covers_its_day(found: dict[str, list[Row]]) -> None:
    policies = {row["insurance_id"]: row for row in found["insurance"]}
    days = {row["appointment_id"]: row["appointment_date"][:10] for row in found["appointments"]}
    insured = [bill for bill in found["billing"] if bill["insurance_id"] != NULL]
    assert len(insured) > 300
    for bill in insured:
        policy, day = policies[bill["insurance_id"]], days[bill["appointment_id"]]
        assert policy["patient_id"] == bill["patient_id"]
        assert policy["valid_from"] <= day
        assert policy["valid_until"] == NULL or day <= policy["valid_until"]
    ended = [p for p in policies.values() if p["valid_until"] < str(TODAY)]
    assert ended, "some policies have ended, some will soon"


def test_policies_are_a_familys_and_of_its_time() -> None:
    """One number on the card has one plan and one term; it has begun, and not before the birth."""
    made = rows(world(patients=2_000))
    people = {row["patient_id"]: row for row in made["patients"]}
    terms = defaultdict(set)
    for policy in made["insurance"]:
        person = people[policy["patient_id"]]
        assert person["date_of_birth"] <= policy["valid_from"] <= policy["created_at"][:10]
        assert person["created_at"] < policy["created_at"] < f"{TODAY} 12"
        assert policy["valid_until"] == NULL or policy["valid_until"] >= person["created_at"][:10]
        term = policy["plan_name"], policy["valid_until"]
        terms[policy["provider_name"], policy["policy_number"]].add(term)
    assert max(map(len, terms.values())) == 1
    assert len(terms) < len(made["insurance"]), "families share some"


def test_no_login_can_be_used(found: dict[str, list[Row]]) -> None:
    """A public password would open every generated clinic; these hashes belong to none."""
    hashes = {row["password_hash"] for row in found["users"]}
    assert len(hashes) == len(found["users"])
    pattern = r"\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}"
    assert all(re.fullmatch(pattern, each) for each in hashes)
    roles = Counter(row["role"] for row in found["users"])
    assert roles["Doctor"] == len(found["doctors"])
    assert roles.keys() == {"Admin", "Doctor", "Receptionist"}


def test_a_chunk_stays_small_whatever_the_size() -> None:
    """What bounds the memory: no process holds more than two chunks, and none is large."""
    large = World(recipe(patients=200_000, appointments=1_000_000, years=3, doctors=140))
    stages = large.tasks()
    sizes = [large.calendar.unit(t.end - 1) for t in stages[2]]
    firsts = [large.calendar.unit(t.begin) for t in stages[2]]
    visits = [last.first + last.count - first.first
              for first, last in zip(firsts, sizes, strict=True)]  # fmt: skip
    assert sum(visits) == 1_000_000
    assert max(visits) <= MOST + 24
    assert max(t.end - t.begin for t in stages[1]) <= MOST
    for task in (stages[1][0], stages[2][0], stages[2][-1]):
        assert sum(len(rows.text) for rows in large.chunk(task)) < 4_000_000


def test_too_few_patients_are_refused() -> None:
    with pytest.raises(UsageError, match=r"10 patients are too few: \d+ visits on 2"):
        world(patients=10, appointments=5_000)


def test_too_few_doctors_are_refused() -> None:
    with pytest.raises(UsageError, match=r"1 doctor\(s\) cannot see 40,000 visits"):
        world(patients=4_000, appointments=40_000, doctors=1)


@pytest.mark.parametrize("patients", [10, 27, 140])
def test_a_tiny_clinic_has_no_overlaps_either(patients: int) -> None:
    """With few patients they cannot be chosen by age, but nobody comes twice a day."""
    visits = rows(world(patients=patients, appointments=patients * 12))["appointments"]
    assert len(visits) == patients * 12
    days = Counter((row["patient_id"], row["appointment_date"][:10]) for row in visits)
    assert max(days.values()) == 1


def test_a_price_list_without_a_consultation_is_refused() -> None:
    with pytest.raises(ProjectError, match="no active KONSUL-ANAK, KONSUL-GIGI"):
        catalogue.make({"KONSUL-UMUM": catalogue.Service(1, 100)})


def test_the_catalogue_is_whole() -> None:
    """Codes are codes, every combination has a diagnosis, and no text breaks a row."""
    said = catalogue.content()
    for entry in said["diagnoses"]:
        assert re.fullmatch(r"[A-Z]\d[\dA-Z](\.[\dA-Z]{1,4})?", entry["code"])
        assert set(entry["at"]) <= said["specializations"].keys()
        assert entry.get("services", {}).keys() <= PRICES.keys()
        assert entry.get("abnormal", {}).keys() <= said["tests"].keys()
        brought = {n for code in entry.get("services", {}) for n in said["brings"].get(code, ())}
        assert entry.get("abnormal", {}).keys() <= brought, entry["code"]
    assert not re.search(r"\\|\t", catalogue.FILE.read_text(encoding="utf-8"))
    for test in said["tests"].values():
        if "normal" in test:
            low, high = test.get("low", float("-inf")), test.get("high", float("inf"))
            assert all(low <= value <= high for value in test["normal"]), test["type"]
            assert not any(low <= value <= high for value in test["abnormal"]), test["type"]


def test_no_pool_holds_what_a_row_cannot() -> None:
    made = some_pools()
    for name in ("men", "women", "surnames", "streets", "cities", "companies"):
        words = getattr(made, name)
        assert len(words) >= 40, name
        assert not [word for word in words if re.search(r"[\t\n\\]", word)]


@pytest.mark.parametrize("locale", ["en_US", "ja_JP"])
def test_another_locale_has_other_names(locale: str) -> None:
    """Also where a name leaves nothing that could stand in an address."""
    other = World(replace(recipe(), pools=pools.make(locale)))
    people = [row for row in _patients(other) if row[5] != NULL]
    assert {row[1] for row in people}.isdisjoint(row[1] for row in _patients(world()))
    assert all(re.fullmatch(r"([a-z0-9.]+\.)?\d+@contoh\.example", row[5]) for row in people)


def _patients(made: World) -> list[list[str]]:
    rows = made.chunk(made.tasks()[1][0])[0].text.decode()
    return [line.split("\t") for line in rows.splitlines()]


def test_a_shuffle_calls_up_each_once() -> None:
    for length in (1, 2, 9, 10, 360):
        a, b = hashing.shuffle(5, "x", 3, length)
        assert sorted((a * i + b) % length for i in range(length)) == list(range(length))


def test_a_table_has_each_share() -> None:
    assert Counter(hashing.table([1, 0, 3])) == {0: 64, 2: 192}
    assert Counter(hashing.table([100_000, 1]))[1] == 1


def test_days_are_clinic_days_and_instants_utc() -> None:
    """At 07:30 in Jakarta it is half past midnight in UTC; before seven it is the day before."""
    made = world()
    day = made.days.today
    assert made.days.date(day) == TODAY
    assert made.days.utc(day, 450) == f"{TODAY} 00:30:00"
    assert made.days.utc(day, 400) == f"{TODAY - timedelta(days=1)} 23:40:00"
    assert date.fromisoformat(made.days.iso[made.days.start]) == TODAY - timedelta(days=365)
