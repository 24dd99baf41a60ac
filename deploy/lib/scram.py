"""Prints what PostgreSQL keeps of a password that is read from standard input (RFC 5802, RFC 7677).

PostgreSQL would hash it 4096 times, which protects passwords that people choose. Ours are random and
long: once is enough, and every new connection is ready some milliseconds sooner, on both sides.
"""

import base64
import hashlib
import hmac
import secrets
import sys


def verifier(password, iterations=1):
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, iterations)
    client = hmac.digest(salted, b"Client Key", "sha256")
    server = hmac.digest(salted, b"Server Key", "sha256")
    kept = [salt, hashlib.sha256(client).digest(), server]
    salt, stored, server = (base64.b64encode(part).decode() for part in kept)
    return f"SCRAM-SHA-256${iterations}:{salt}${stored}:{server}"


if __name__ == "__main__":
    print(verifier(sys.stdin.readline().rstrip("\n")))
