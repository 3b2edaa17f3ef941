"""A small web backend for the clinic: who asks, which account that role has, which procedure."""

import json
import os
import re
import secrets
import ssl
import threading
import time
import traceback
import unicodedata
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

import argon2
import pymysql
import pymysql.cursors

# An account per role, and one that does nothing but log people in.
NAMES = ("login", "Admin", "Doctor", "Receptionist")
ACCOUNTS = {name: urlsplit(os.environ[f"CLINIC_{name.upper()}_URL"]) for name in NAMES}
SESSION_SECONDS = int(os.environ.get("SESSION_SECONDS", "1800"))
SIGNAL = 1644  # SQLSTATE 45000: a rule of the clinic, said in words
DENIED = (1142, 1143, 1370)  # a table, a column, a routine that is not this role's
NO_VALUE = (1264, 1265, 1292, 1366, 1406, 1411)  # not a number, a time, a UUID; too long
HASHER = argon2.PasswordHasher(memory_cost=19456, time_cost=2, parallelism=1)
NOBODY = HASHER.hash(secrets.token_urlsafe(32))  # no password fits, and trying costs as much
AT_ONCE = threading.BoundedSemaphore(4)  # each verification holds 19 MiB
sessions = {}

# Path → the procedure, which checks everything, and the query for the answer.
CALLS = {
    "/book": (
        "CALL book_appointment(%(patient_id)s, %(doctor_id)s, %(at)s, %(minutes)s, %(notes)s, @id)",
        "SELECT @id AS appointment_id",
    ),
    "/add-service": (
        "CALL add_service(%(appointment_id)s, %(service_id)s, %(quantity)s)",
        "SELECT 'added' AS done",
    ),
    "/complete": (
        "CALL complete_appointment(%(appointment_id)s)",
        "SELECT 'completed' AS done",
    ),
    "/bill": (
        "CALL issue_bill(%(appointment_id)s, @id)",
        "SELECT bill_id, balance, status FROM billing WHERE bill_id = @id",
    ),
    "/pay": (
        "CALL record_payment(%(bill_id)s, %(amount)s, %(method)s, uuid_to_bin(%(key)s), @id)",
        "SELECT payment_id, balance, status FROM payments JOIN billing USING (bill_id)"
        " WHERE payment_id = @id",
    ),
}


class Refused(Exception):  # noqa: N818 - what the caller is told: (HTTP status, sentence)
    pass


def connect(account, actor):
    url = ACCOUNTS[account]
    is_here = url.hostname in ("127.0.0.1", "localhost")
    db = pymysql.connect(
        host=url.hostname, port=url.port or 3306, database=url.path[1:],
        user=unquote(url.username), password=unquote(url.password),
        autocommit=True,  # else the procedures would join a transaction that nobody commits
        ssl=None if is_here else ssl.create_default_context(),
        cursorclass=pymysql.cursors.DictCursor,
    )  # fmt: skip
    with db.cursor() as cursor:
        cursor.execute("SET @clinic_actor = %s", (actor,))  # who the audit log says it was
    return db


def log_in(name, password):
    if not isinstance(name, str) or not isinstance(password, str):
        raise Refused(400, "username and password, please")
    password = unicodedata.normalize("NFKC", password)
    with connect("login", "web: nobody logged in yet") as db, db.cursor() as cursor:
        known = name if len(name) <= 64 else None  # a longer one is nobody's
        cursor.execute("CALL begin_login(%s, @id, @hash, @role, @open)", (known,))
        cursor.execute("SELECT @id AS id, @hash AS hash, @role AS role, @open AS is_open")
        user = cursor.fetchone()
        is_right = fits(password, user["hash"] or NOBODY) and user["is_open"] == 1
        # Refused where others' failures closed the login while we verified.
        counted = accepted(cursor, "CALL finish_login(%s, %s)", (user["id"], is_right))
        if not (is_right and counted):
            raise Refused(401, "the name or the password is wrong, or the login is closed")
        if HASHER.check_needs_rehash(user["hash"]):
            # Refused where the password was changed in this moment: the new one counts.
            values = (user["id"], user["hash"], HASHER.hash(password))
            accepted(cursor, "CALL rehash_password(%s, %s, %s)", values)
    now = time.monotonic()
    for ended in [token for token, session in [*sessions.items()] if session["ends"] <= now]:
        sessions.pop(ended, None)
    token, actor = secrets.token_urlsafe(32), f"{name} (user {user['id']})"
    sessions[token] = {"role": user["role"], "actor": actor, "ends": now + SESSION_SECONDS}
    return {"token": token, "role": user["role"]}


def fits(password, stored):
    try:
        with AT_ONCE:
            return HASHER.verify(stored, password)
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return False


def accepted(cursor, call, values):
    try:
        cursor.execute(call, values)
    except pymysql.MySQLError as error:
        if error.args[0] != SIGNAL:
            raise
        return False
    return True


def perform(session, path, given):
    try:
        with connect(session["role"], session["actor"]) as db, db.cursor() as cursor:
            for statement in CALLS[path]:
                cursor.execute(statement, given)
            return cursor.fetchone()
    except KeyError as error:
        raise Refused(400, f"{error.args[0]} is missing") from error
    except pymysql.MySQLError as error:
        if error.args[0] == SIGNAL:
            raise Refused(409, error.args[1]) from error
        if error.args[0] in DENIED:
            raise Refused(403, f"not for the role {session['role']}") from error
        if error.args[0] in NO_VALUE:
            raise Refused(400, "a value is not of its kind") from error
        raise


class Handler(BaseHTTPRequestHandler):
    timeout = 15

    def do_POST(self):
        try:
            status, answer = 200, self.answer()
        except Refused as refusal:
            status, answer = refusal.args[0], {"error": refusal.args[1]}
        except Exception:  # for the log, not for the caller
            traceback.print_exc()
            status, answer = 500, {"error": "something went wrong"}
        body = json.dumps(answer, default=str).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer(self):
        given = self.given()
        if self.path == "/login":
            return log_in(given.get("username"), given.get("password"))
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        session = sessions.get(token)
        if session is None or session["ends"] <= time.monotonic():
            raise Refused(401, "log in first")
        if self.path == "/logout":
            return {"ended": sessions.pop(token, None) is not None}
        if self.path not in CALLS:
            raise Refused(404, "there is no such path")
        return perform(session, self.path, given)

    def given(self):
        size = self.headers.get("Content-Length", "")
        try:
            given = json.loads(self.rfile.read(int(size))) if re.fullmatch(r"\d{1,4}", size) else 0
            kinds = {type(value) for value in given.values()}
        except (ValueError, AttributeError):
            kinds = {list}
        # No floating point: an amount is text, such as "150000.00".
        if not kinds <= {str, int, type(None)}:
            raise Refused(400, "a JSON object of texts and whole numbers, please")
        return given


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8080"))), Handler)
    print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
