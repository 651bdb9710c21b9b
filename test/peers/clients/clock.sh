#!/usr/bin/env bash
# Reports its clock until it is told to stop; waits in between as long as it is told.
# Each date, curl and sleep is a process of its own.
set -euo pipefail
while true; do
  wall=$(date +%s%3N)
  seconds=$(curl --silent "$1/?wall=$wall")
  [ "$seconds" != stop ] || break
  sleep "$seconds"
done
