"""Chance without a state: the same seed, name and number give the same bytes, in any process.

A generator with a state gives each row what the rows before it left over, so the rows would depend
on who makes them and in which order. Here every doctor's day, block of patients or trait has bytes
of its own, and a row looks at nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import shake_128
from itertools import chain
from math import gcd

# Bytes are compared with shares in steps of 1/256, or of 1/65536 where two are put together.
BYTE = 256
# An odd factor and any summand map 64 bits onto themselves, so that no two numbers meet.
FACTOR = 0x9E3779B97F4A7C15
MASK = (1 << 64) - 1


def octets(seed: int, name: str, number: int, count: int) -> bytes:
    """`count` bytes that depend on the three arguments and on nothing else."""
    return shake_128(f"{seed}/{name}/{number}".encode()).digest(count)


def rows(seed: int, name: str, number: int, count: int, width: int) -> Iterator[tuple[int, ...]]:
    """`count` tuples of `width` bytes each."""
    return zip(*[iter(octets(seed, name, number, count * width))] * width, strict=True)


def whole(seed: int, name: str, number: int, below: int) -> int:
    """A number from 0 to `below` - 1."""
    return int.from_bytes(octets(seed, name, number, 8), "big") % below


def unique(number: int, salt: int) -> str:
    """16 ASCII characters, different for every number under one salt."""
    return f"{(number * FACTOR + salt) & MASK:016x}"


def shuffle(seed: int, name: str, number: int, length: int) -> tuple[int, int]:
    """(a, b) such that i → (a·i + b) mod length is a permutation of 0 … length - 1."""
    a = whole(seed, name, 2 * number, length) or 1
    while gcd(a, length) != 1:
        a += 1
    return a, whole(seed, name, 2 * number + 1, length)


def table(shares: Sequence[float], size: int = BYTE) -> tuple[int, ...]:
    """A look-up table of `size` entries in which index i stands as often as its share says.

    Every share above zero gets an entry, so that what is rare is not lost.
    """
    total = sum(shares)
    counts = [max(round(size * share / total), share > 0) for share in shares]
    # What rounding left over belongs to the most frequent one, where it shows least.
    counts[counts.index(max(counts))] += size - sum(counts)
    return tuple(chain.from_iterable([i] * count for i, count in enumerate(counts)))
