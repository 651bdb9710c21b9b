"""Reports to AgentMC, and waits in between as many agents do: for an event that ends them."""

import json
import os
import signal
import threading
import urllib.request

URL = os.environ["AGENTMC_BASE_URL"] + "/agents/heartbeat"
HEADERS = {"content-type": "application/json", "x-api-key": os.environ["AGENTMC_API_KEY"]}
RUNTIME = {"name": "python", "version": "3"}
BODY = {
    "meta": {"runtime": RUNTIME, "models": ["example/model-1"]},
    "host": {
        "fingerprint": "e" * 64,
        "name": "threads",
        "meta": {
            "hostname": "threads",
            "ip": "10.0.2.15",
            "network": {"private_ip": "10.0.2.15", "public_ip": "192.0.2.10"},
            "os": "Linux",
            "os_version": "6",
            "arch": "x86_64",
            "cpu": "one",
            "cpu_cores": 1,
            "ram_gb": 1,
            "disk": {"total_bytes": 2, "free_bytes": 1},
            "uptime_seconds": 1,
            "runtime": RUNTIME,
        },
    },
    "agent": {"id": 1, "name": "Threads", "identity": "threads"},
}

stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
while not stop.is_set():
    request = urllib.request.Request(URL, json.dumps(BODY).encode(), HEADERS)
    with urllib.request.urlopen(request, timeout=10) as answer:
        answer.read()
    stop.wait(1)
