"""How to run the real `mysql` client against a sandbox."""

from __future__ import annotations

import os
import shutil
import sys

from clinic_db.errors import SandboxError
from clinic_db.sandbox import download, program
from clinic_db.sandbox.record import Sandbox


def client(sandbox: Sandbox) -> tuple[list[str], dict[str, str]]:
    """Return the command line and the environment of MySQL's own client.

    The password travels in `MYSQL_PWD`, never on the command line. More arguments may follow:
    `argv + ["--batch", "--execute", "…"]`.

    Raises:
        SandboxError: there is no client, neither here nor in the sandbox's container.
    """
    environment = os.environ | {"MYSQL_PWD": sandbox.password}
    address = [f"--host={sandbox.host}", f"--port={sandbox.port}", "--protocol=TCP"]
    first: tuple[str, ...] = program.local_client()
    if not first:
        fetched = download.existing()
        first = fetched.mysql if fetched else ()
    if not first and sandbox.container and shutil.which("docker"):
        terminal = "--tty" if sys.stdin.isatty() else "--interactive"
        first = ("docker", "exec", "--interactive", terminal, "--env", "MYSQL_PWD")
        first = (*first, sandbox.container, "mysql", "--no-defaults")
        address = ["--host=127.0.0.1", "--port=3306", "--protocol=TCP"]  # As seen from inside.
    if not first:
        raise SandboxError(
            "there is no mysql client on PATH",
            hint="sudo apt-get install mysql-client, sudo dnf install mysql, "
            "or brew install mysql-client",
        )
    account = [f"--user={sandbox.user}", "--default-character-set=utf8mb4"]
    return [*first, *address, *account, f"--database={sandbox.database}"], environment
