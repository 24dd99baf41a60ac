"""What a manager waits for: figures, and the log listed, searched, filtered and sorted, however many messages."""

import datetime
import json
from urllib.parse import urlencode

from rows import empty, fill
from system import median, percentile
from table import Row

FIGURES = {
    "dashboard, figures": "/api/dashboard?view=summary",
    "dashboard, whole": "/api/dashboard",
    "analytics, 30 days": "/api/analytics?days=30",
}
# What the page of analytics asks for, of each kind one.
REPORTS = ("summary", "volume", "latency", "answers", "hours", "funnel", "providers", "errors",
           "error-trend", "cost-trend", "costs", "dealerships")
for days in (30, 366):
    first = datetime.date.today() - datetime.timedelta(days=days - 1)
    FIGURES |= {f"{report}, {days} days": f"/api/analytics/{report}?from={first}" for report in REPORTS}
# Of all, of a month that begins between the hours, and of one dealership.
torn = f"{datetime.date.today() - datetime.timedelta(days=30)}T00:10:00Z"
SUMMARIES = {
    "all": {},
    "30 days": {"from": torn},
    "of one dealership, with words": {"from": torn, "dealership": "Capital Honda", "comment": "yes"},
}
FIGURES |= {f"ratings summed up, {what}": f"/api/ratings/summary?{urlencode(parameters)}"
            for what, parameters in SUMMARIES.items()}
# How much slower counts as flat: a millisecond of chance, or a half.
FLAT_MILLISECONDS, FLAT_SHARE = 1.0, 1.5

SEARCHES = {
    "a letter": "m",
    "a first name": "mar",
    "a surname": "lovelace",
    "a first name and a surname": "ada lovelace",
    "the last digits of a number": "5479",
    "a whole number": "(415) 555-0413",
    "a transaction": "D26-00000500",
    "words of the text": "thank visiting",
    "a word of the text and a surname": "thank lovelace",
    "nobody": "zzyzx",
}
FILTERS = {
    "failed and undelivered": {"status": "failed,undelivered"},
    "of one dealership": {"dealership": "Capital Honda"},
    "through one provider": {"provider": "vonage"},
    "with a rare error": {"errorCode": "30034"},
    "of one dealership, undelivered, through one provider":
        {"dealership": "Capital Honda", "status": "undelivered", "provider": "vonage"},
    "a surname, failed": {"search": "smith", "status": "failed"},
}
RATINGS = {
    "first page": {},
    "of one dealership": {"dealership": "Capital Honda"},
    "of one dealership, one star": {"dealership": "Capital Honda", "stars": "1"},
    "one and two stars, with words": {"stars": "1,2", "comment": "yes"},
}
SORTS = ("received", "customer", "dealership", "status", "amount", "cost")


def measure(system):
    sizes = system.scaled([10_000, 1_000_000] + [10_000_000] * system.large, [2_000, 20_000])
    empty(system)
    fill(system, sizes[0])
    before = {what: times(system, path) for what, path in FIGURES.items()}
    yield exact(system, sizes[0])
    for size in sizes[1:]:
        fill(system, size)
        yield exact(system, size)
        yield exactly_rated(system)
        yield from figures(system, size, sizes[0], before)
        yield from log(system, size)
        yield from ratings(system)


def figures(system, size, least, before):
    for what, path in FIGURES.items():
        after = times(system, path)
        was, now = median(before[what]), median(after)
        yield Row(
            f"{what}, {size:,} messages", f"{shown(after)} ms", f"{least:,}: {shown(before[what])} ms",
            ratio=now / was, goal="≤ 10 ms, flat",
            reached=now <= 10 and (now <= was * FLAT_SHARE or now <= was + FLAT_MILLISECONDS))


def log(system, size):
    pages = {"first page": {}, "page by cursor, half-way": {"cursor": middle(system)}}
    pages |= {f"search, {what}": {"search": typed} for what, typed in SEARCHES.items()}
    pages |= {f"filter, {what}": parameters for what, parameters in FILTERS.items()}
    for sort in SORTS:
        for direction in ("up", "down"):
            pages[f"sorted by {sort}, {direction}"] = {"sort": sort, "direction": direction}
    pages["failed, a surname, sorted by cost"] = {"search": "smith", "status": "failed", "sort": "cost"}
    for what, parameters in pages.items():
        path = f"/api/messages?{urlencode({'limit': 25, **parameters})}"
        found = times(system, path)
        answer = json.loads(system.client().request("GET", path))
        note = f"{len(answer['messages'])} found" + (", more to look through" if answer["partial"] else "")
        yield Row(f"log of {size:,}, {what}", f"{shown(found)} ms", note, goal="≤ 50 ms", reached=median(found) <= 50)


def exact(system, size):
    """The figures against a count of the rows themselves, taken in one look."""
    counted = dict(system.sql("SELECT status, count(*) FROM messages WHERE tenant_id = 1 GROUP BY 1"))
    told = dict(system.sql("SELECT status, sum(messages) FROM current_total_counts() "
                           "WHERE tenant_id = 1 GROUP BY 1 HAVING sum(messages) <> 0"))
    by_hour = dict(system.sql("SELECT status, sum(messages) FROM current_hourly_counts() "
                              "WHERE tenant_id = 1 GROUP BY 1 HAVING sum(messages) <> 0"))
    differing = sum(counted.get(status) != figures.get(status)
                    for figures in (told, by_hour) for status in {*counted, *figures})
    return Row(f"figures of {size:,} messages against a recount", f"{differing} differ", goal="0", reached=differing == 0)


def exactly_rated(system):
    """The summaries of ratings against a count of the rows themselves."""
    conditions = {
        "from": "e.rated_at >= '{}'",
        "dealership": "e.dealership_id = (SELECT id FROM dealerships WHERE tenant_id = 1 AND name = '{}')",
        "comment": "e.comment <> ''",
    }
    differing = 0
    for parameters in SUMMARIES.values():
        where = " AND ".join(["e.tenant_id = 1", *(conditions[name].format(value) for name, value in parameters.items())])
        counted = system.sql(f"SELECT of.stars, count(e.stars) FROM generate_series(1, 5) of (stars) LEFT JOIN engagements e "
                             f"ON e.stars = of.stars AND {where} GROUP BY 1 ORDER BY 1")
        told = json.loads(system.client().request("GET", f"/api/ratings/summary?{urlencode(parameters)}"))["stars"]
        differing += sum([str(line["stars"]), str(line["count"])] != own for line, own in zip(told, counted, strict=True))
    return Row(f"sums of {rated(system):,} ratings against a recount", f"{differing} differ", goal="0", reached=differing == 0)


def ratings(system):
    number = rated(system)
    for what, parameters in RATINGS.items():
        found = times(system, f"/api/ratings?{urlencode({'limit': 25, **parameters})}")
        yield Row(f"list of {number:,} ratings, {what}", f"{shown(found)} ms", goal="≤ 50 ms", reached=median(found) <= 50)


def rated(system):
    return system.number("SELECT count(*) FROM engagements WHERE stars IS NOT NULL")


def times(system, path):
    client = system.client()
    client.times(path, 10)  # every process and connection has seen the statement
    return client.times(path, system.scaled(100, 20))


def shown(found):
    return f"{median(found):.1f} (p99 {percentile(found, 0.99):.1f})"


def middle(system):
    """The cursor of a page in the middle of the log, made from that of the first page."""
    first = json.loads(system.client().request("GET", "/api/messages?limit=1"))["nextCursor"]
    micros, message = system.sql("""
        SELECT (extract(epoch FROM received_at) * 1000000)::bigint, id FROM messages
         ORDER BY received_at DESC, id DESC OFFSET (SELECT count(*) / 2 FROM messages) LIMIT 1""")[0]
    return f"{first.split('.')[0]}.{micros}.{message}"
