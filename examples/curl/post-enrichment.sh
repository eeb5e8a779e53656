#!/bin/sh
# Posts one result to each of the three resources, and prints the answers.
# BRIDGE_URL: address of the bridge. BRIDGE_KEY: a key with the role sn_sec_cmn.api_write.
set -eu

api="${BRIDGE_URL:?}/api/sn_sec_cmn/secops_integration_capabilities"

# The key reaches curl through a pipe: arguments can be read by everybody on the machine.
post() {
  printf 'header = "Authorization: Bearer %s"\n' "${BRIDGE_KEY:?}" |
    curl --config - --silent --show-error --fail-with-body --max-time 30 \
      --header 'Content-Type: application/json' --data "$2" "$api/$1"
  echo
}

post ci_enrichment '{
  "cmdb_ci": "web-01",
  "task": "SIR0010001",
  "source_engine": "Asset scanner",
  "result": "nginx 1.25, 3 open ports"
}'

post observable_enrichment '{
  "observable": "evil.example",
  "task": "SIR0010001",
  "source_engine": "WhoIs",
  "result": "registered 2 days ago"
}'

# Only whether it was stored; the flag may stand in the address or in the body.
post 'threat_lookup?simple_response=true' '{
  "observable": "198.51.100.7",
  "source_engine": "VirusTotal",
  "finding": "Malicious",
  "details": "54 of 90 engines",
  "first_found": "2026-11-22 09:15:00"
}'
