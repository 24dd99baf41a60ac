"""What `deploy/bench` runs: every measurement of this folder, or those named, and one table at the end.

    python3 Tests/load STATE [--quick] [--large] [NAME...]

STATE is the state directory of a system that is up and has no other work, since a million made-up
messages are put into it. --quick measures at a small scale, to see whether everything works;
--large looks at the pages with ten million messages too.
"""

import sys
import traceback

import attacks
import callback_rate
import cold_start
import deployment
import dispatch_rate
import export_rate
import fair_share
import failover
import first_load
import open_dashboards
import pages
import removal
import webhook_rate
from system import System
from table import Row, table

# Those that need many rows come last: nothing is measured beside rows that it does not need.
MEASUREMENTS = {
    "cold-start": cold_start.measure,
    "webhook": webhook_rate.measure,
    "deployment": deployment.measure,
    "dispatch": dispatch_rate.measure,
    "fair-share": fair_share.measure,
    "callbacks": callback_rate.measure,
    "failover": failover.measure,
    "edge": attacks.measure,
    "open-dashboards": open_dashboards.measure,
    "first-load": first_load.measure,
    "pages": pages.measure,
    "export": export_rate.measure,
    "removal": removal.measure,
}


def main(state, *words):
    names = [word for word in words if not word.startswith("--")] or list(MEASUREMENTS)
    system = System(state, quick="--quick" in words, large="--large" in words)
    rows = []
    for name in names:
        print(f"  … {name}", file=sys.stderr)
        try:
            for row in MEASUREMENTS[name](system):
                rows.append(row)
                print(f"    {row}", file=sys.stderr)  # an hour's figures are not lost with the last one
        except Exception as error:  # the others are still worth having
            traceback.print_exc()
            rows.append(Row(name, "failed", str(error).splitlines()[0][:60], reached=False))
    print(table(rows))
    return 0 if all(row.reached is not False for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
