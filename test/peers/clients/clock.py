"""Reports its clocks until it is told to stop; waits in between as long as it is told."""

import sys
import time
import urllib.request

while True:
    wall = time.time() * 1000
    monotonic = time.monotonic() * 1000
    query = f"?wall={wall}&monotonic={monotonic}"
    with urllib.request.urlopen(f"{sys.argv[1]}/{query}") as response:
        seconds = response.read().decode()
    if seconds == "stop":
        break
    time.sleep(float(seconds))
