"""Price lists of a test's business."""

HEADER = "provider,country,sender_kind,direction,currency,base,fee,per_segment,valid_from,valid_to\r\n"
ONE_CENT = HEADER + ",,,,USD,0.01,,,2026-01-01,\r\n"


def upload(business, path, text, **parameters):
    body = text if isinstance(text, bytes) else text.encode()
    return business.call("POST", path, data=body, params=parameters, headers={"content-type": "text/csv"})


def import_prices(business, text=ONE_CENT, **parameters):
    """Imports prices that must be taken; before the first message, since dispatch keeps lists for seconds."""
    answer = upload(business, "/api/prices/import", text, **parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()
