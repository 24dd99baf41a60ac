"""A business of its own for one test, so that no test meets another's messages, settings or figures.

Several businesses on one system is what the schema's tenants are for; here they are made by the
owner of the schema, as an installation for many would make them.
"""

import hashlib
import json
import secrets
import string
import uuid
import zlib
from graphlib import TopologicalSorter

import requests

from system import address, rows, setting, value, wait_for

ALL_SCOPES = [
    "transactions:write", "messages:read", "messages:write", "settings:read", "settings:write", "system:read",
    "providers:write", "keys:write", "people:write", "privacy:write", "audit:read",
]
TEMPLATE = "Hi {customer_name|there}, thank you for visiting {dealership_name|us}! ({transaction_id}) {review_url}"
FINAL = {"delivered", "undelivered", "failed", "cancelled", "expired", "suppressed"}

BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase


def new_key():
    """A well-formed API key: its last six characters are the CRC-32 of the 43 before, in base 62."""
    secret = "".join(secrets.choice(BASE62) for _ in range(43))
    rest, checksum = zlib.crc32(secret.encode()), ""
    for _ in range(6):
        rest, digit = divmod(rest, 62)
        checksum = BASE62[digit] + checksum
    return f"sms_{secret}{checksum}"


def new_phone():
    """A valid number, of so many that no other test draws it; the magic ones are all of +1 500 555."""
    return f"+1500{600 + secrets.randbelow(400)}{secrets.randbelow(10_000):04}"


def post_login(browser, **body):
    """Asks to be let in; waits where the gateway finds that too many ask at once, as all tests come from one address."""
    def asked():
        answer = browser.post(address("BASE_URL") + "/api/session", json=body, timeout=30)
        busy = answer.status_code == 429 and answer.json()["code"] == "too-many-requests"
        return None if busy else [answer]  # an answer that refuses is false in Python's eyes

    [answer] = wait_for(asked, of="a free place at the door")
    if answer.status_code == 200:
        browser.headers.update({"origin": address("BASE_URL"), "x-page-token": answer.json()["pageToken"]})
    return answer


class Program:
    """Asks with a key of a business."""

    def __init__(self, key):
        self.key = key
        self.calls = requests.Session()
        self.calls.headers["x-api-key"] = key

    def call(self, method, path, **options):
        return self.calls.request(method, address("BASE_URL") + path, timeout=30, **options)

    def get(self, path, **options):
        return self.call("GET", path, **options)

    def read(self, path, **parameters):
        """The JSON of an answer that must be a success."""
        answer = self.get(path, params=parameters)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path, body=None, **options):
        return self.call("POST", path, **({"json": body} if body is not None else {}), **options)


class Business(Program):
    def __init__(self, **settings):
        self.run = uuid.uuid4().hex[:12]
        self.tenant = value(
            "INSERT INTO tenants (name) VALUES (%(name)s) RETURNING id", name=f"integration test {self.run}")
        settings = {"message_template": TEMPLATE, "delay_hours": 0, "retry_attempts": 0,
                    "retry_delay_minutes": 0, "google_review_url": "https://example.com/r", **settings}
        names = ", ".join(settings)
        holes = ", ".join(f"%({name})s" for name in settings)
        rows(f"INSERT INTO tenant_settings (tenant_id, {names}) VALUES (%(tenant)s, {holes})",
             tenant=self.tenant, **settings)
        super().__init__(self.add_key(ALL_SCOPES))
        self.count = 0

    def add_key(self, scopes):
        key = new_key()
        rows("INSERT INTO api_keys (tenant_id, name, prefix, key_hash, scopes) "
             "VALUES (%(tenant)s, 'test', %(prefix)s, %(hash)s, %(scopes)s)",
             tenant=self.tenant, prefix=key[:12], hash=hashlib.sha256(key.encode()).hexdigest(), scopes=scopes)
        return key

    def log_in(self, role="owner", *, only=()):
        """A browser's session of this business, on our own pages: its user has the administrator's password.

        `only` names the dealerships that the user sees, where it is not the whole business."""
        email = f"test-{self.run}-{'-'.join([role, *only]).replace(' ', '').lower()}@example.com"
        rows("INSERT INTO users (tenant_id, email, name, role, password_hash) "
             "SELECT %(tenant)s, %(email)s, 'Test', %(role)s, password_hash FROM users WHERE email = lower(%(admin)s) "
             "ON CONFLICT DO NOTHING",
             tenant=self.tenant, email=email, role=role, admin=setting("ADMIN_EMAIL"))
        if only:
            rows("UPDATE users SET dealerships = (SELECT array_agg(id) FROM dealerships "
                 "WHERE tenant_id = %(tenant)s AND name = ANY (%(only)s)) WHERE email = %(email)s",
                 tenant=self.tenant, only=list(only), email=email)
        browser = requests.Session()
        answer = post_login(browser, email=email, password=setting("ADMIN_PASSWORD"))
        assert answer.status_code == 200, answer.text
        return browser

    def account(self, word):
        """A name for an account at a provider, as those of this business are named."""
        return f"{word}-{self.run}-b{self.tenant}"

    # What a CRM does

    def new_id(self):
        self.count += 1
        return f"T-{self.run}-{self.count}"

    def transaction(self, **more):
        return {"transactionId": self.new_id(), "customerPhone": new_phone(), **more}

    def send(self, **more):
        """Posts a transaction that must be taken; its receipt."""
        answer = self.post("/webhook/transaction-complete", self.transaction(**more))
        assert answer.status_code == 200, answer.text
        return answer.json()

    def message(self, identifier):
        return self.read(f"/api/messages/{identifier}")

    def record(self, identifier):
        return self.message(identifier)["record"]

    def await_status(self, identifier, *statuses, seconds=30):
        wanted = set(statuses) or FINAL

        def found():
            message = self.message(identifier)
            return message if message["record"]["status"] in wanted else None

        return wait_for(found, seconds, of=f"{identifier} becoming {' or '.join(sorted(wanted))}")

    # What the rows say

    def count_of(self, table):
        return value(f"SELECT count(*) FROM {table} WHERE tenant_id = %(tenant)s", tenant=self.tenant)

    def rows(self, statement, **values):
        return rows(statement, tenant=self.tenant, **values)

    def add_message(self, status="scheduled", attempts=(), **columns):
        """Writes a message that no worker takes up, with attempts that are dictionaries of columns."""
        transaction, message = str(uuid.uuid4()), str(uuid.uuid4())
        external, phone = columns.pop("transaction_id", None) or self.new_id(), new_phone()
        rows("INSERT INTO transactions (id, tenant_id, external_id, customer_phone, received_at) "
             "VALUES (%(id)s, %(tenant)s, %(external)s, %(phone)s, now())",
             id=transaction, tenant=self.tenant, external=external, phone=phone)
        columns = {"id": message, "tenant_id": self.tenant, "transaction_id": transaction, "kind": "transaction",
                   "status": status, "recipient": phone, "attempt_count": len(attempts), "body": "text",
                   "received_at": "now", "due_at": "now", "due_hour": "now", **columns}
        insert("messages", columns)
        for number, attempt in enumerate(attempts, 1):
            insert("attempts", {"message_id": message, "number": number, "tenant_id": self.tenant,
                                "provider": "twilio", "recipient": phone, "body": "text", **attempt})
        return message


def insert(table, columns):
    names, holes = ", ".join(columns), ", ".join(f"%({name})s" for name in columns)
    rows(f"INSERT INTO {table} ({names}) VALUES ({holes})", **columns)


def tables_of_tenants():
    """Every table with rows of a tenant, those that refer to others before those."""
    names = {row["name"] for row in rows("""
        SELECT c.relname AS name FROM pg_class c
          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
         WHERE c.relkind = 'r' AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace""")}
    refers = TopologicalSorter({name: set() for name in names})
    for row in rows("""SELECT DISTINCT conrelid::regclass::text AS referring, confrelid::regclass::text AS referred
                         FROM pg_constraint WHERE contype = 'f' AND conrelid <> confrelid"""):
        if set(row.values()) <= names:
            refers.add(row["referred"], row["referring"])
    return list(refers.static_order())


def forget(tenants):
    """Removes everything of businesses whose tests are over, also what is written once and for ever."""
    rows("SELECT pg_advisory_lock(hashtext('forget'))")  # one process at a time opens that table
    kept = {"ledger_entries": "append_only", "users": "keep_an_owner"}
    for table, trigger in kept.items():
        rows(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    # Twice: while there were messages, workers may have written down what became of them.
    for table in 2 * tables_of_tenants():
        rows(f"DELETE FROM {table} WHERE tenant_id = ANY(%(tenants)s)", tenants=tenants)
    for table, trigger in kept.items():
        rows(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
    rows("SELECT pg_advisory_unlock(hashtext('forget'))")
    rows("DELETE FROM tenants WHERE id = ANY(%(tenants)s)", tenants=tenants)


def nested(depth):
    """A transaction's JSON with arrays in arrays, as no serializer would write it."""
    return json.dumps({"transactionId": "deep", "customerPhone": "+15005551234"})[:-1].encode() \
        + b', "amount": ' + b"[" * depth + b"]" * depth + b"}"
