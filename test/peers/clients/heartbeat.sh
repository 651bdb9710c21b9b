#!/usr/bin/env bash
# Reports to AgentMC and AgentRadio with curl, as a cron job would. Prints each answer's status and
# ends with 1 at the first that is not what it should be.
#
# Usage: AGENTMC_BASE_URL=… AGENTRADIO_BASE_URL=… heartbeat.sh [beats]
set -euo pipefail

beats=${1:-3}
agentmc=$AGENTMC_BASE_URL/agents/heartbeat
agentradio=$AGENTRADIO_BASE_URL/api/heartbeat
agentmc_key=${AGENTMC_API_KEY:-mca_curl}
agentradio_key=${AGENTRADIO_API_KEY:-ar_agent_curl}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

report='{
  "meta": {"runtime": {"name": "bash", "version": "5"}, "models": ["example/model-1"]},
  "host": {
    "fingerprint": "6d1e8b0c4f2a9d7e5b3c1a0f8e6d4c2b0a9f7e5d3c1b8a6f4e2d0c9b7a5f3e1d",
    "name": "curl-01",
    "meta": {
      "hostname": "curl-01", "ip": "10.0.2.15",
      "network": {"private_ip": "10.0.2.15", "public_ip": "192.0.2.10"},
      "os": "Debian", "os_version": "12", "arch": "x86_64", "cpu": "Xeon", "cpu_cores": 2,
      "ram_gb": 4, "disk": {"total_bytes": 64000000000, "free_bytes": 32000000000},
      "uptime_seconds": 3600, "runtime": {"name": "bash", "version": "5"}
    }
  },
  "agent": {"id": 1, "name": "Curl", "identity": "a shell script"}
}'
presence='{"status": "online", "currentTask": "running a script", "queueAwareness": true}'

fail() {
  echo "surprise: $*" >&2
  cat "$folder/headers" "$folder/body" >&2
  exit 1
}

# call STATUS CURL-ARGUMENTS...: makes a request whose answer must have the status.
call() {
  local want=$1 status
  shift
  status=$(curl --silent --show-error --max-time 20 --dump-header "$folder/headers" \
    --output "$folder/body" --write-out '%{http_code}' "$@")
  echo "${*: -1} $status"
  [ "$status" = "$want" ] || fail "$status instead of $want"
}

# has TEXT: the last answer must hold it.
has() {
  grep --quiet --fixed-strings "$1" "$folder/body" || fail "no $1 in the answer"
}

# wait_is_asked: the last answer must say how many seconds to wait.
wait_is_asked() {
  grep --quiet --ignore-case --extended-regexp '^retry-after: [1-9][0-9]*' "$folder/headers" ||
    fail 'no Retry-After'
}

beat_agentmc() {
  call "$1" --header 'content-type: application/json' --header "X-Api-Key: $2" \
    --data "$report" "$agentmc"
}

beat_agentradio() {
  call "$1" --header 'content-type: application/json' --header "Authorization: Bearer $2" \
    --data "$presence" "$agentradio"
}

for ((beat = 1; beat <= beats; beat++)); do
  beat_agentmc 200 "$agentmc_key"
  has '"ok":true'
  has '"status":"online"'
  call 200 --header "Authorization: Bearer $agentradio_key" "$AGENTRADIO_BASE_URL/api/v1/home"
  has '"actions":['
  beat_agentradio 200 "$agentradio_key"
  has '"ok":true'
  has '"station":{'
done

beat_agentmc 200 "${agentmc_key}_ratelimited"
beat_agentmc 429 "${agentmc_key}_ratelimited"
wait_is_asked
beat_agentradio 200 "${agentradio_key}_ratelimited"
beat_agentradio 429 "${agentradio_key}_ratelimited"
has RATE_LIMITED
wait_is_asked

beat_agentmc 401 "${agentmc_key}_invalid"
beat_agentradio 401 "${agentradio_key}_invalid"
has INVALID_API_KEY
