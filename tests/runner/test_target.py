"""Database URLs and TLS modes."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from clinic_db import database, sandbox
from clinic_db.errors import ConnectError, UsageError
from clinic_db.schema_pool import Schema
from clinic_db.target import parse, with_options


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("postgres://u@h/d", "begins with mysql://"),
        ("h/d", "begins with mysql://"),
        ("mysql://u@h", "names no database"),
        ("mysql://u@h/", "names no database"),
        ("mysql://u@h/a/b", "names no database"),
        ("mysql://u@h:port/d", "not a valid database URL"),
        ("mysql://u:pa#ss@h/d", "has a '#'"),
        ("mysql://u@h/d?sslca=x", "unknown option 'sslca'"),
        ("mysql://u@h/d?ssl_mode=maybe", "ssl_mode 'maybe' is not known"),
        ("mysql://u@h/d?ssl_mode=verify_ca", "needs ssl_ca"),
        ("mysql://u@h/d?connect_timeout=soon", "whole number of seconds"),
    ],
)
def test_wrong_urls_are_refused(url: str, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint) as refused:
        parse(url, "--database")
    assert "pa#ss" not in str(refused.value)


def test_parts_are_percent_decoded() -> None:
    aim = parse("mysql://us%40er:p%23%2F%40@[::1]:3307/da%20ta", "x")
    assert (aim.user, aim.password, aim.host, aim.port) == ("us@er", "p#/@", "::1", 3307)
    assert aim.database == "da ta"
    assert parse(aim.url(), "x") == aim


def test_password_is_in_no_representation() -> None:
    aim = parse("mysql://u:topsecret@h/d", "x")
    assert "topsecret" not in f"{aim!r} {aim} {aim.address}"


@pytest.mark.parametrize(
    ("url", "mode"),
    [
        ("mysql://u@127.0.0.1/d", "preferred"),
        ("mysql://u@localhost/d", "preferred"),
        ("mysql://u@[::1]/d", "preferred"),
        ("mysql://u@db.example/d", "required"),
        ("mysql://u@db.example/d?ssl_ca=/ca.pem", "verify_identity"),
        ("mysql://u@db.example/d?ssl_ca=/ca.pem&ssl_mode=verify_ca", "verify_ca"),
        ("mysql://u@db.example/d?ssl_mode=disabled", "disabled"),
    ],
)
def test_tls_mode_in_force(url: str, mode: str) -> None:
    assert parse(url, "x").tls == mode


def _cipher(schema: Schema, **options: str) -> str:
    aim = with_options(schema.target, options, "x")
    with database.connect(aim) as db:
        row = db.one("SHOW SESSION STATUS LIKE 'Ssl_cipher'")
    return str(row["Value"]) if row else ""


def test_modes_against_a_real_server(clinic_db_empty: Schema) -> None:
    """Encrypted where asked for, clear text only where told to."""
    assert _cipher(clinic_db_empty, ssl_mode="disabled") == ""
    assert _cipher(clinic_db_empty, ssl_mode="required") != ""
    assert _cipher(clinic_db_empty, ssl_mode="preferred") != ""


def test_authority_decides_who_is_trusted(clinic_db_empty: Schema, tmp_path: Path) -> None:
    """A server that another authority vouches for is refused; its own authority is accepted."""
    other = tmp_path / "other.pem"
    other.write_bytes(_authority())
    with pytest.raises(ConnectError, match="certificate"):
        _cipher(clinic_db_empty, ssl_mode="verify_ca", ssl_ca=str(other))
    own = tmp_path / "own.pem"
    with clinic_db_empty.connect() as db:
        content = db.value("SELECT LOAD_FILE(CONCAT(@@datadir, @@ssl_ca)) AS content")
    # NULL where secure_file_priv keeps the server's files from being read.
    if content is not None:
        own.write_bytes(content if isinstance(content, bytes) else content.encode())
        assert _cipher(clinic_db_empty, ssl_mode="verify_ca", ssl_ca=str(own)) != ""
        with pytest.raises(ConnectError, match="certificate"):
            # The generated certificate names no host.
            _cipher(clinic_db_empty, ssl_mode="verify_identity", ssl_ca=str(own))


def test_required_does_not_fall_back_to_clear_text() -> None:
    """A server that offers no TLS is refused unless clear text is allowed."""
    name = f"no-tls-{os.getpid()}"
    box = sandbox.start(name, parent=os.getpid(), options=("--tls-version=",))
    try:
        aim = parse(box.url, "x")
        with pytest.raises(ConnectError):
            database.connect(replace(aim, ssl_mode="required"))
        database.connect(replace(aim, ssl_mode="preferred")).close()
    finally:
        sandbox.stop(name)


def _authority() -> bytes:
    """The certificate of an authority that nobody knows."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "somebody else")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM)
