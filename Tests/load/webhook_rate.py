"""How fast transactions are taken in, against pgbench that inserts the same rows one by one."""

import re
import subprocess
import time

from system import HERE, median, percentile, resident_megabytes, wrk
from table import Row

CONNECTIONS = (16, 32, 48)


def measure(system):
    system.configure(delay_hours=24)
    system.client().request("POST", "/webhook/transaction-complete", {
        "transactionId": f"first-{time.time_ns()}", "customerPhone": "+14155172054",
        "dealershipName": "Sunrise Motors"})
    dealership = system.number("SELECT id FROM dealerships WHERE name = 'Sunrise Motors'")
    seconds = system.scaled(8, 3)
    rates = {connections: [] for connections in CONNECTIONS}
    resident = []
    # In turn, so that a machine that gets slower or faster meanwhile does so for both.
    for _ in range(system.scaled(3, 1)):
        for connections in CONNECTIONS:
            reference = pgbench(system, dealership, seconds)
            rates[connections].append((webhook(system, connections, seconds), reference))
            resident.append(max(map(resident_megabytes, system.pids("webhook"))))
    for connections, pairs in rates.items():
        own, other = (median(column) for column in zip(*pairs))
        ratio = median(own / other for own, other in pairs)
        yield Row(f"webhook, {connections} connections", f"{own:,.0f}/s", f"pgbench, 16 clients: {other:,.0f}/s",
                  ratio=ratio, goal="≥ 0.8", reached=ratio >= 0.8)
    yield Row("memory of webhook under load, 32 threads", f"{max(resident):.1f} MB", goal="≤ 25 MB",
              reached=max(resident) <= 25)


def webhook(system, connections, seconds):
    """Transactions a second that were answered with success, after counting their rows."""
    run = f"wrk-{time.time_ns()}"
    result = wrk(system, "webhook.lua", f"{system.base_url}/webhook/transaction-complete", connections,
                 seconds, run)
    stored = system.number(f"""
        SELECT count(*) FROM transactions t JOIN messages m ON m.transaction_id = t.id
          JOIN message_events e ON e.message_id = m.id AND e.kind = 'received'
         WHERE t.external_id LIKE '{run}-%'""")
    if result["refused"] or result["broken"] or stored < result["answered"]:
        raise RuntimeError(f"{stored} rows are stored: {result}")
    return result["answered"] / result["seconds"]


def pgbench(system, dealership, seconds):
    """Transactions a second."""
    variables = {"run": int(time.time()), "dealership": dealership, "n": 0}
    command = ["pgbench", "-n", "-M", "prepared", "-c", "16", "-j", "2", "-T", str(seconds),
               "-f", str(HERE / "webhook.sql")]
    command += [f"-D{name}={value}" for name, value in variables.items()]
    answer = subprocess.run(command + [system.database_url], capture_output=True, text=True, check=True)
    run = variables["run"]
    made = int(re.search(r"actually processed: (\d+)", answer.stdout)[1])
    if system.number(f"SELECT count(*) FROM transactions WHERE external_id LIKE '{run}-%'") != made:
        raise RuntimeError(answer.stdout + answer.stderr)
    return float(re.search(r"tps = ([\d.]+)", answer.stdout)[1])
