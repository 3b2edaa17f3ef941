"""Passwords of people: what they must be like, and their argon2id hashes.

The only module that knows argon2. The parameters are the least that OWASP's Password Storage
Cheat Sheet (https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html)
asks for with Argon2id: 19 MiB of memory, two passes, one lane. Whoever raises them here needs to
do nothing else: each password is hashed again when its owner next logs in.

A password has at least 15 characters, because it is the only factor of these logins: that is what
NIST SP 800-63B-4 (section 3.1.1.2) requires then, and it asks for no digits or capitals. Beyond
1,024 bytes nobody types, and hashing would only cost.
"""

from __future__ import annotations

import secrets
import unicodedata
from base64 import b64encode

from clinic_db.errors import MissingExtraError, UsageError

try:
    import argon2
except ImportError as error:
    raise MissingExtraError("clinic-db user add, passwd and login", "users") from error

MEMORY_KIB = 19456
PASSES = 2
LANES = 1
SHORTEST = 15
LONGEST_BYTES = 1024
# Fewer different characters than this is a key held down, or a pattern.
FEWEST_DIFFERENT = 5

_HASHER = argon2.PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)


def refuse_weak(password: str, username: str) -> None:
    """Refuse what must not become the password of `username`.

    Raises:
        UsageError: too short, too long, nearly one character, or the name itself; the message
            does not repeat the password.
    """
    normal = _normal(password)
    if len(normal) < SHORTEST:
        problem = f"a password has at least {SHORTEST} characters"
    elif len(normal.encode()) > LONGEST_BYTES:
        problem = f"a password has at most {LONGEST_BYTES} bytes"
    elif len(set(normal)) < FEWEST_DIFFERENT:
        problem = f"a password has at least {FEWEST_DIFFERENT} different characters"
    elif _normal(username).casefold() == normal.casefold():
        problem = "a password is not the name of its user"
    else:
        return
    raise UsageError(problem, hint="take four or five words that have nothing to do with you")


def hashed(password: str) -> str:
    """The password's argon2id hash in its encoded form, with a new salt: 97 characters."""
    return _HASHER.hash(_normal(password))


def matches(stored: str | None, password: str) -> bool:
    """Whether `stored` is a hash of the password.

    Args:
        stored: an encoded hash; None, for a user who does not exist, costs as much and is False.
    """
    try:
        return _HASHER.verify(_nobodys() if stored is None else stored, _normal(password))
    except argon2.exceptions.VerifyMismatchError:
        return False
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        if stored is None:
            raise
        # What stands in the row cannot be read as a hash: nobody's password, at the same price.
        return matches(None, password)


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


def _nobodys() -> str:
    """A hash of today's parameters that no password fits: its digest is drawn, not computed."""
    salt, digest = (
        b64encode(secrets.token_bytes(size)).rstrip(b"=").decode()
        for size in (_HASHER.salt_len, _HASHER.hash_len)
    )
    return f"$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}${salt}${digest}"


def _normal(password: str) -> str:
    """One form for what looks the same: an é is one code point on some keyboards, two on others."""
    return unicodedata.normalize("NFKC", password)
