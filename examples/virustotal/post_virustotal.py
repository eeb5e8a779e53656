"""Posts an answer of VirusTotal (API v3: an address, a domain, a URL or a file) as a threat lookup.

    python3 post_virustotal.py ANSWER.json [TICKET]

BRIDGE_URL: address of the bridge. BRIDGE_KEY: a key with the role sn_sec_cmn.api_write.
"""

import json
import os
import sys
from datetime import datetime, timezone

import requests

RESOURCE = "/api/sn_sec_cmn/secops_integration_capabilities/threat_lookup"


def finding_of(stats):
    """The worst that any engine says; engines that saw nothing do not make it clean."""
    for verdict, finding in (("malicious", "Malicious"), ("suspicious", "Suspicious"), ("harmless", "Clean")):
        if stats.get(verdict, 0) > 0:
            return finding
    return "Unknown"


def observable_of(data):
    """The id of an address, a domain or a file is its value; that of a URL is a hash."""
    return data["attributes"]["url"] if data["type"] == "url" else data["id"]


def to_lookup(answer, ticket=None):
    data = answer["data"]
    attributes = data["attributes"]
    stats = attributes["last_analysis_stats"]
    finding = finding_of(stats)
    lookup = {
        "observable": observable_of(data),
        "source_engine": "VirusTotal",
        "finding": finding,
        "result": f"{stats.get('malicious', 0)} malicious, {stats.get('suspicious', 0)} suspicious",
        "details": f"{sum(stats.values())} engines, reputation {attributes.get('reputation', 0)}",
        "raw_data": json.dumps(attributes.get("last_analysis_results", {}), sort_keys=True),
    }
    first_seen = attributes.get("first_submission_date")
    if first_seen is not None:
        # As ServiceNow writes times, in UTC.
        lookup["first_found"] = datetime.fromtimestamp(first_seen, timezone.utc).strftime("%Y-%m-%d %H:%M:%S")
    if ticket is not None:
        lookup["task"] = ticket
    return lookup


def main(path, ticket=None):
    with open(path, encoding="utf-8") as file:
        answer = json.load(file)
    data = answer["data"]
    response = requests.post(
        os.environ["BRIDGE_URL"] + RESOURCE,
        json=to_lookup(answer, ticket),
        headers={
            "Authorization": "Bearer " + os.environ["BRIDGE_KEY"],
            # The same analysis, posted again for the same ticket, is the same record.
            "Idempotency-Key": f"virustotal-{data['id']}-{data['attributes'].get('last_analysis_date', 0)}-{ticket}",
        },
        timeout=30,
    )
    told = response.json()
    if response.status_code >= 400:
        sys.exit(f"{response.status_code} {told['error']['message']}: {told['error']['detail']}")
    print(told["sys_id"], told["record"]["observable"], told["record"]["finding"])


if __name__ == "__main__":
    main(*sys.argv[1:3])
