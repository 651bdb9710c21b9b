"""Reports to AgentMC and AgentRadio with the standard library of Python.

Prints each answer's status and ends with 1 at the first that is not what it should be.

Usage: AGENTMC_BASE_URL=... AGENTRADIO_BASE_URL=... python3 heartbeat.py [beats]
"""

import json
import os
import sys
from urllib.error import HTTPError
from urllib.request import Request, urlopen

AGENTMC = os.environ["AGENTMC_BASE_URL"] + "/agents/heartbeat"
AGENTRADIO = os.environ["AGENTRADIO_BASE_URL"] + "/api/heartbeat"
HOME = os.environ["AGENTRADIO_BASE_URL"] + "/api/v1/home"
AGENTMC_KEY = os.environ.get("AGENTMC_API_KEY", "mca_python")
AGENTRADIO_KEY = os.environ.get("AGENTRADIO_API_KEY", "ar_agent_python")

RUNTIME = {"name": "python", "version": sys.version.split()[0]}
REPORT = {
    "meta": {"runtime": RUNTIME, "models": [{"id": "example/model-1"}, "example/model-2"]},
    "host": {
        # Without a fingerprint: it goes into the header.
        "name": "python-01",
        "meta": {
            "hostname": "python-01",
            "ip": "2001:db8::17",
            "network": {"private_ip": "10.0.2.17", "public_ip": "192.0.2.17"},
            "os": "Debian",
            "os_version": "12",
            "arch": "x86_64",
            "cpu": "Xeon",
            "cpu_cores": 2,
            "ram_gb": 3.5,
            "disk": {"total_bytes": 64 * 10**9, "free_bytes": 32 * 10**9},
            "uptime_seconds": 3600,
            "runtime": RUNTIME,
        },
    },
    "agent": {"id": 3, "name": "Python", "identity": {"name": "Python", "vibe": "spokojny"}},
}
FINGERPRINT = "python-01." + "0123456789abcdef" * 4
PRESENCE = {"status": "idle", "currentTask": "zażółcić gęślą jaźń"}


def call(want, url, headers, body=None):
    """Makes a request whose answer must have the status; returns its headers and value."""
    data = None
    if body is not None:
        # As UTF-8, without escapes.
        data = json.dumps(body, ensure_ascii=False).encode()
        headers = {**headers, "Content-Type": "application/json; charset=utf-8"}
    try:
        response = urlopen(Request(url, data=data, headers=headers), timeout=20)
    except HTTPError as error:
        response = error
    with response:
        answer = json.load(response)
    print(url, response.status)
    if response.status != want:
        sys.exit(f"surprise: {response.status} instead of {want}: {answer}")
    return response.headers, answer


def beat_agentmc(want, key):
    return call(want, AGENTMC, {"X-Api-Key": key, "X-Host-Fingerprint": FINGERPRINT}, REPORT)


def beat_agentradio(want, key):
    return call(want, AGENTRADIO, {"Authorization": f"Bearer {key}"}, PRESENCE)


def expect(condition, what):
    if not condition:
        sys.exit(f"surprise: {what}")


def main(beats):
    for _ in range(beats):
        _, answer = beat_agentmc(200, AGENTMC_KEY)
        expect(answer["host"]["fingerprint"] == FINGERPRINT, "another fingerprint")
        _, home = call(200, HOME, {"Authorization": f"Bearer {AGENTRADIO_KEY}"})
        expect(isinstance(home["actions"], list), "no list of actions")
        _, answer = beat_agentradio(200, AGENTRADIO_KEY)
        expect(answer["currentTask"] == PRESENCE["currentTask"], "another task")
        expect(isinstance(answer["station"], dict), "no station")

    beat_agentmc(200, AGENTMC_KEY + "_ratelimited")
    headers, _ = beat_agentmc(429, AGENTMC_KEY + "_ratelimited")
    expect(int(headers["Retry-After"]) > 0, "no Retry-After")
    beat_agentradio(200, AGENTRADIO_KEY + "_ratelimited")
    headers, answer = beat_agentradio(429, AGENTRADIO_KEY + "_ratelimited")
    expect(int(headers["Retry-After"]) > 0, "no Retry-After")
    expect(answer["error"]["code"] == "RATE_LIMITED", "another code")

    beat_agentmc(401, AGENTMC_KEY + "_invalid")
    _, answer = beat_agentradio(401, AGENTRADIO_KEY + "_invalid")
    expect(answer["error"]["code"] == "INVALID_API_KEY", "another code")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
