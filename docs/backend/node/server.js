// A small web backend for the clinic: who asks, which account that role has, which procedure.

import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { hash, verify } from '@node-rs/argon2';
import mysql from 'mysql2/promise';

// An account per role, and one that does nothing but log people in; a few sessions of each.
const POOLS = Object.fromEntries(['login', 'Admin', 'Doctor', 'Receptionist'].map((name) => {
  const url = process.env[`CLINIC_${name.toUpperCase()}_URL`];
  const isHere = ['127.0.0.1', 'localhost'].includes(new URL(url).hostname);
  const ssl = isHere ? undefined : { verifyIdentity: true };
  return [name, mysql.createPool({ uri: url, ssl, connectionLimit: 5, namedPlaceholders: true })];
}));
const SESSION_MS = 1000 * Number(process.env.SESSION_SECONDS ?? 1800);
const DENIED = [1142, 1143, 1370]; // a table, a column, a routine that is not this role's
const NO_VALUE = [1264, 1265, 1292, 1366, 1406, 1411]; // not a number, a time, a UUID; too long
const OWASP = { memoryCost: 19456, timeCost: 2, parallelism: 1 }; // argon2id is the default
const TODAYS = '$argon2id$v=19$m=19456,t=2,p=1$';
const NOBODY = await hash(randomBytes(32), OWASP); // no password fits, and trying costs as much
const sessions = new Map();

// Path → the procedure, which checks everything, and the query for the answer.
const CALLS = {
  '/book': [
    'CALL book_appointment(:patient_id, :doctor_id, :at, :minutes, :notes, @id)',
    'SELECT @id AS appointment_id',
  ],
  '/add-service': [
    'CALL add_service(:appointment_id, :service_id, :quantity)',
    "SELECT 'added' AS done",
  ],
  '/complete': [
    'CALL complete_appointment(:appointment_id)',
    "SELECT 'completed' AS done",
  ],
  '/bill': [
    'CALL issue_bill(:appointment_id, @id)',
    'SELECT bill_id, balance, status FROM billing WHERE bill_id = @id',
  ],
  '/pay': [
    'CALL record_payment(:bill_id, :amount, :method, uuid_to_bin(:key), @id)',
    `SELECT payment_id, balance, status FROM payments JOIN billing USING (bill_id)
     WHERE payment_id = @id`,
  ],
};

class Refused extends Error { // what the caller is told
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

async function connected(account, actor, work) {
  const db = await POOLS[account].getConnection();
  try {
    // Who the audit log says it was; each time, because the session served others before.
    await db.query('SET @clinic_actor = :actor', { actor });
    return await work(db);
  } finally {
    db.release();
  }
}

async function logIn(name, typed) {
  if (typeof name !== 'string' || typeof typed !== 'string') {
    throw new Refused(400, 'username and password, please');
  }
  const password = typed.normalize('NFKC');
  const user = await connected('login', 'web: nobody logged in yet', async (db) => {
    const known = [...name].length <= 64 ? name : null; // a longer one is nobody's
    await db.query('CALL begin_login(:known, @id, @hash, @role, @open)', { known });
    const [[found]] = await db.query(
      'SELECT @id AS id, @hash AS hash, @role AS role, @open AS isOpen',
    );
    const isRight = await fits(password, found.hash ?? NOBODY) && found.isOpen === 1;
    // Refused where others' failures closed the login while we verified.
    const finish = 'CALL finish_login(:id, :isRight)';
    const counted = await accepted(db, finish, { id: found.id, isRight });
    if (!(isRight && counted)) {
      throw new Refused(401, 'the name or the password is wrong, or the login is closed');
    }
    if (!found.hash.startsWith(TODAYS)) {
      // Refused where the password was changed in this moment: the new one counts.
      const renewed = { id: found.id, old: found.hash, renewed: await hash(password, OWASP) };
      await accepted(db, 'CALL rehash_password(:id, :old, :renewed)', renewed);
    }
    return found;
  });
  for (const [token, { ends }] of sessions) if (ends <= Date.now()) sessions.delete(token);
  const token = randomBytes(32).toString('base64url');
  const actor = `${name} (user ${user.id})`;
  sessions.set(token, { role: user.role, actor, ends: Date.now() + SESSION_MS });
  return { token, role: user.role };
}

async function fits(password, stored) {
  return verify(stored, password).catch(() => false); // what is not a hash fits nothing
}

async function accepted(db, call, values) {
  try {
    await db.query(call, values);
    return true;
  } catch (error) {
    if (error.sqlState !== '45000') throw error;
    return false;
  }
}

async function perform({ role, actor }, path, given) {
  const [call, answer] = CALLS[path];
  const missing = call.match(/:\w+/g).find((name) => !(name.slice(1) in given));
  if (missing) throw new Refused(400, `${missing.slice(1)} is missing`);
  try {
    return await connected(role, actor, async (db) => {
      await db.query(call, given);
      return (await db.query(answer))[0][0];
    });
  } catch (error) {
    // SQLSTATE 45000: a rule of the clinic, said in words.
    if (error.sqlState === '45000') throw new Refused(409, error.sqlMessage);
    if (DENIED.includes(error.errno)) throw new Refused(403, `not for the role ${role}`);
    if (NO_VALUE.includes(error.errno)) throw new Refused(400, 'a value is not of its kind');
    throw error;
  }
}

async function body(request) {
  let received = '';
  for await (const piece of request.setEncoding('utf8')) {
    received += piece;
    if (received.length > 9999) break;
  }
  let given = null;
  try { given = JSON.parse(received); } catch { /* not JSON: refused below */ }
  // No floating point: an amount is text, such as "150000.00".
  const isFine = (value) => value === null || typeof value === 'string' || Number.isInteger(value);
  if (given?.constructor !== Object || !Object.values(given).every(isFine)) {
    throw new Refused(400, 'a JSON object of texts and whole numbers, please');
  }
  return given;
}

async function answer(request) {
  const given = await body(request);
  if (request.url === '/login') return logIn(given.username, given.password);
  const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
  const session = sessions.get(token);
  if (!session || session.ends <= Date.now()) throw new Refused(401, 'log in first');
  if (request.url === '/logout') return { ended: sessions.delete(token) };
  if (!Object.hasOwn(CALLS, request.url)) throw new Refused(404, 'there is no such path');
  return perform(session, request.url, given);
}

const server = createServer(async (request, response) => {
  let status = 200;
  let told;
  try {
    told = await answer(request);
  } catch (error) {
    if (!(error instanceof Refused)) console.error(error); // for the log, not for the caller
    status = error instanceof Refused ? error.status : 500;
    told = { error: status === 500 ? 'something went wrong' : error.message };
  }
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(told));
});
server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
