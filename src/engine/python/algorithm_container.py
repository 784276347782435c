"""What the programs that stand for built-in algorithms share: configuration, log lines, hosts, failure file, end.

A program calls `run` with its own `train(root, tag)`; root is the folder that stands for /opt/ml.
"""

import json
import os
import signal
import sys
import threading
import time

TERMINATED = 143  # 128 + SIGTERM, as Docker reports it


class ClientError(Exception):
    """A mistake in the job's own input."""


def read_config(root, name):
    """A file of input/config, without its .json; empty where there is none."""
    path = os.path.join(root, "input", "config", f"{name}.json")
    if not os.path.exists(path):
        return {}
    with open(path, encoding="utf-8") as file:
        return json.load(file)


# --- log lines


def log(message, level="INFO"):
    """As AWS's own algorithms log, e.g. the K-Means and PCA logs in the notebooks of udacity/ML_SageMaker_Studies."""
    stamp = time.strftime("%m/%d/%Y %H:%M:%S", time.gmtime())
    print(f"[{stamp} {level} {threading.get_ident()}] {message}", flush=True)


def log_metrics(algorithm, host, started, values, **dimensions):
    """The `#metrics` line of the same logs; `started` and the line's end in epoch seconds, each value seen once."""
    line = {
        "StartTime": started,
        "EndTime": time.time(),
        "Dimensions": {"Algorithm": algorithm, "Host": host, "Operation": "training", **dimensions},
        "Metrics": {name: {"sum": float(value), "count": 1, "min": value, "max": value} for name, value in values.items()},
    }
    print(f"#metrics {json.dumps(line)}\n", flush=True)


# --- hosts


def current_host(root):
    return read_config(root, "resourceconfig").get("current_host", "algo-1")


def host_roots(root):
    """The folders that stand for /opt/ml on each host of the job, by the host's name, algo-1 first."""
    roots = json.loads(os.environ.get("SAGEMAKER_LOCAL_HOST_ROOTS") or "{}")
    roots = roots if len(roots) > 1 else {current_host(root): root}
    return dict(sorted(roots.items(), key=lambda entry: int(entry[0].rpartition("-")[2])))


def ended_file(root):
    """Says to the other hosts that algo-1 is done."""
    return os.path.join(next(iter(host_roots(root).values())), "training-ended")


def wait_for_first_host(root):
    while not os.path.exists(ended_file(root)):
        time.sleep(0.1)


# --- the run


def run(train, root, tag, say=log):
    """Trains on the first host with the data of all, while the others wait. @returns The exit code; a failure leaves its sentence."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    try:
        names = list(host_roots(root))
        if current_host(root) != names[0]:
            say(f"This local engine trains on {names[0]} with the data of all {len(names)} hosts; this host waits for it.")
            wait_for_first_host(root)
            return 0
        if len(names) > 1:
            say(f"This local engine trains on {names[0]} with the data of all {len(names)} hosts.")
        code = train(root, tag)
        with open(ended_file(root), "w", encoding="utf-8"):
            return code
    except Exception as error:  # whatever happens becomes the job's failure reason
        kind = "ClientError" if isinstance(error, ClientError) else "AlgorithmError"
        reason = f"{kind}: {str(error) or type(error).__name__}"
        say(reason, "ERROR")
        os.makedirs(os.path.join(root, "output"), exist_ok=True)
        with open(os.path.join(root, "output", "failure"), "w", encoding="utf-8") as file:
            file.write(reason)
        return 1
