"""What every refusal must look like."""

from system import processes


def assert_problem(answer, status, code=None, fields=None):
    """An RFC 9457 document that says what is wrong, where, and under which request id to find it."""
    assert answer.status_code == status, f"{answer.status_code}: {answer.text[:500]}"
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["title"] and problem["detail"] and problem["code"]
    assert problem["error"] == problem["detail"], "the ancestor's clients read `error`"
    assert problem["requestId"] == answer.headers["x-request-id"]
    if code is not None:
        assert problem["code"] == code
    if fields is not None:
        assert sorted(error["field"] for error in problem["errors"]) == sorted(fields)
        assert all(error["expected"] and error["message"] for error in problem["errors"])
    return problem


class Steadfast:
    """Holds that no process ended meanwhile, whatever it was sent."""

    def __enter__(self):
        self.before = processes()

    def __exit__(self, kind, error, trace):
        if kind is None:
            assert processes() == self.before
