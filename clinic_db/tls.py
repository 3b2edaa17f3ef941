"""How a session is encrypted, and what of the server's certificate is checked."""

from __future__ import annotations

import ssl

from clinic_db.target import Target


def context(aim: Target, mode: str) -> ssl.SSLContext:
    """A context of our own: the driver's reads every authority of the system, each time.

    Args:
        aim: names the certificate files.
        mode: one of MySQL's TLS modes, 'disabled' aside.
    """
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = mode == "verify_identity"
    made.verify_mode = ssl.CERT_REQUIRED if mode.startswith("verify") else ssl.CERT_NONE
    if aim.ssl_ca:
        made.load_verify_locations(aim.ssl_ca)
    if aim.ssl_cert:
        made.load_cert_chain(aim.ssl_cert, aim.ssl_key or None)
    return made
