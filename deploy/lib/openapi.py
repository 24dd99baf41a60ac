"""The OpenAPI document, from the functions' manifests."""

import re

SECURITY = {
    "apiKey": {"type": "apiKey", "in": "header", "name": "x-api-key"},
    "session": {"type": "apiKey", "in": "cookie", "name": "sms-session"},
    "pageToken": {"type": "apiKey", "in": "header", "name": "x-page-token"},
    "signature": {"type": "apiKey", "in": "header", "name": "X-Twilio-Signature"},
}
REACHES = {
    "business": " Closed to people who see some dealerships only.",
    "dealerships": "",
    "installation": " Closed to all businesses but the one that runs the installation.",
}
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "requestId"],
    "properties": {
        "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
        "detail": {"type": "string"}, "code": {"type": "string"}, "requestId": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object", "properties": {
            "field": {"type": "string"}, "expected": {"type": "string"}, "message": {"type": "string"}}}},
    },
}
PROBLEM_ANSWER = {
    "description": "What went wrong, and what to do about it (RFC 9457)",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def document(manifests):
    paths = {}
    for manifest in manifests:
        if manifest.get("gateway") != "main":
            continue
        for route in manifest.get("routes", []):
            if not route["path"].startswith("/internal/"):
                paths.setdefault(route["path"], {})[route["method"].lower()] = operation(manifest, route)
    return {
        "openapi": "3.1.0",
        "info": {"title": "SMS Tracker", "version": "1", "description": "Sends the message after the visit, and says what became of it."},
        "paths": dict(sorted(paths.items())),
        "components": {"securitySchemes": SECURITY, "schemas": {"Problem": PROBLEM}},
    }


def operation(manifest, route):
    described = {
        "operationId": operation_id(route),
        "tags": [manifest["name"]],
        "summary": route.get("summary", ""),
        "security": security(route.get("access", {}), route["method"]),
        "responses": {**{status: response(status, answer) for status, answer in route.get("responses", {}).items()},
                      "default": PROBLEM_ANSWER},
    }
    if parameters := [parameter(p) for p in route.get("parameters", [])] + idempotency(route):
        described["parameters"] = parameters
    if route.get("request"):
        described["requestBody"] = {"content": content(route["request"], route.get("requestType"))}
    # What the function itself goes by, for programs that want more than `security` can say.
    access = described["x-access"] = route.get("access", {})
    if scope := access.get("scope"):
        described["description"] = f"Needs the scope `{scope}`." + REACHES[access["reach"]] + (
            " Asks people for their password once more." if access.get("confirmed") else "")
    return described


def operation_id(route):
    """`GET /api/messages/{id}` becomes `get-api-messages-id`."""
    return route["method"].lower() + re.sub(r"[^A-Za-z0-9]+", "-", route["path"]).rstrip("-")


def security(access, method):
    session = {"session": []} if method == "GET" else {"session": [], "pageToken": []}
    return {
        "anyone": [],
        "signature": [{"signature": []}],
        "session": [session],
    }.get(access.get("rule"), [{"apiKey": []}, session])


def parameter(described):
    optional = {"description": described["summary"]} if described.get("summary") else {}
    return {
        "name": described["name"], "in": described["in"], **optional,
        "required": described["in"] == "path" or bool(described.get("required")),
        "schema": described.get("schema") or {"type": "string"},
    }


def idempotency(route):
    if not route.get("idempotencyKey"):
        return []
    return [{
        "name": "Idempotency-Key", "in": "header", "required": False, "schema": {"type": "string"},
        "description": "Repeating a request with the same key repeats its answer, not its effect.",
    }]


def response(status, answer):
    described = {"description": answer.get("summary") or "Done"}
    schema, media_type = answer.get("schema"), answer.get("mediaType", "application/json")
    if schema or media_type != "application/json" or status in ("200", "201", "202"):
        described["content"] = content(schema, media_type)
    elif status[0] in "45":
        described["content"] = PROBLEM_ANSWER["content"]
    return described


def content(schema, media_type):
    return {media_type or "application/json": {"schema": schema or {}}}
