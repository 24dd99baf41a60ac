"""Every operation of the OpenAPI document, asked with what it allows and with what it does not: schemathesis
makes the questions up, and compares the answers with what the document says."""

import subprocess
import sys

from system import address

CHECKS = ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
          "response_schema_conformance"]

# What would log the asker out, or does not end.
LEFT_OUT = r"^(/api/session|/api/account/sessions.*)$"


def test_no_question_breaks_the_system_or_the_documents_word(business, tmp_path):
    """An owner's session, which no route is closed to; in a business of its own, which nobody misses."""
    session = business.log_in()
    (tmp_path / "schemathesis.toml").write_text(f"""
        [auth.openapi]
        session = {{ api_key = "{session.cookies["sms-session"]}" }}
        pageToken = {{ api_key = "{session.headers["x-page-token"]}" }}
        [[operations]]
        include-path-regex = "^/webhook/(transaction|cancel|in/)"
        headers = {{ "x-api-key" = "{business.calls.headers["x-api-key"]}" }}
    """)
    asked = subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", "run", address("BASE_URL") + "/api/openapi.json",
         "--phases", "coverage,fuzzing", "--max-examples", "3", "--generation-deterministic", "--continue-on-failure",
         "--checks", ",".join(CHECKS), "--exclude-path-regex", LEFT_OUT, "--workers", "2", "--no-color",
         "--suppress-health-check", "all", "--request-timeout", "20", "--header", f"Origin:{session.headers['Origin']}"],
        cwd=tmp_path, capture_output=True, text=True, timeout=600)
    assert asked.returncode == 0, asked.stdout[-20_000:] + asked.stderr[-2_000:]
    assert session.get(address("BASE_URL") + "/api/session").status_code == 200, "the questions were asked by nobody"
