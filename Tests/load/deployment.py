"""Whether a request fails while the function that answers it is replaced, under full load."""

import os
import signal
import subprocess
import time

from system import ROOT, result_of, start_wrk
from table import Row


def measure(system):
    deploy(system)  # what needs building is built before the load
    load = start_wrk(system, "webhook.lua", f"{system.base_url}/webhook/transaction-complete", 32, 600,
                     f"deployment-{time.time_ns()}")
    time.sleep(2)
    # The same number of threads as before, but said: new configuration is a new release.
    for threads in ("32", ""):
        set_threads(system, threads)
        deploy(system)
    time.sleep(2)
    load.send_signal(signal.SIGINT)  # it ends and says what it has seen
    result = result_of(load)
    failed = result["refused"] + result["broken"]
    yield Row("deploying webhook twice under full load, failed requests", str(failed),
              f"of {result['answered'] + failed:,}", goal="0", reached=failed == 0)


def deploy(system):
    run(system, ROOT / "deploy" / "function", "webhook")


def set_threads(system, threads):
    run(system, "python3", ROOT / "deploy" / "lib" / "settings.py", "set", "FUNCTION_THREADS", threads)


def run(system, *command):
    environment = {**os.environ, "SMS_ROOT": str(ROOT), "SMS_STATE": str(system.state),
                   "SMS_STATE_DIR": str(system.state)}
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
