"""passwords: what is refused, how it is hashed, and what costs the same."""

from __future__ import annotations

import argon2
import pytest
from users.people import RIGHT, WRONG

from clinic_db.clinic import passwords
from clinic_db.errors import UsageError

OWASP = "$argon2id$v=19$m=19456,t=2,p=1$"
WEAK = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


def test_a_hash_has_owasps_parameters_and_a_salt_of_its_own() -> None:
    first, second = passwords.hashed(RIGHT), passwords.hashed(RIGHT)
    assert first.startswith(OWASP)
    assert len(first) == 97
    assert first != second
    assert not passwords.is_outdated(first)


def test_only_the_password_matches() -> None:
    stored = passwords.hashed(RIGHT)
    assert passwords.matches(stored, RIGHT)
    assert not passwords.matches(stored, WRONG)
    assert not passwords.matches(stored, "")


@pytest.mark.parametrize(
    "stored",
    [
        None,
        OWASP,
        "$argon2id$v=19$m=19456,t=2,p=1$YWRvcHRlZC1uby1sb2dpbg$",
        "$argon2id$hash123",
        "hash123",
        "",
    ],
)
def test_what_is_no_hash_matches_nothing_at_the_same_price(
    stored: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exactly one verification goes as far as the hashing, with today's parameters."""
    tried = []
    real = argon2.PasswordHasher.verify

    def verify(hasher: argon2.PasswordHasher, encoded: str, password: str) -> bool:
        tried.append(encoded)
        return real(hasher, encoded, password)

    monkeypatch.setattr(argon2.PasswordHasher, "verify", verify)
    assert not passwords.matches(stored, RIGHT)
    assert argon2.extract_parameters(tried[-1]) == argon2.extract_parameters(
        passwords.hashed(RIGHT)
    )
    assert tried[:-1] == ([] if stored is None else [stored])


def test_a_hash_of_other_parameters_is_outdated() -> None:
    assert passwords.is_outdated(WEAK.hash(RIGHT))


def test_a_letter_is_the_same_letter_from_every_keyboard() -> None:
    """One code point or two (NFKC): é typed on another system is still é."""
    stored = passwords.hashed("caf\u00e9-caf\u00e9-caf\u00e9")
    assert passwords.matches(stored, "cafe\u0301-cafe\u0301-cafe\u0301")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "at least 15 characters"),
        ("x" * 14, "at least 15 characters"),
        ("e\u0301" * 14, "at least 15 characters"),
        ("1234" * 4, "at least 5 different characters"),
        ("Resepsionis-Klinik", "not the name"),
        ("abcde" * 204 + "abcde", "at most 1024 bytes"),
        ("é" * 512 + "abcde", "at most 1024 bytes"),
    ],
)
def test_a_weak_password_is_refused_without_repeating_it(password: str, why: str) -> None:
    with pytest.raises(UsageError, match=why) as refusal:
        passwords.refuse_weak(password, "resepsionis-klinik")
    assert not password or password not in str(refusal.value)


@pytest.mark.parametrize("password", ["12345" * 3, "abcd" * 255 + "efgh", "correct horse battery"])
def test_length_is_all_that_is_asked_for(password: str) -> None:
    """No digits, no capitals: NIST SP 800-63B-4 forbids such rules."""
    passwords.refuse_weak(password, "resepsionis")
