"""Posts results to the three resources of the enrichment API.

BRIDGE_URL: address of the bridge. BRIDGE_KEY: a key with the role sn_sec_cmn.api_write.
"""

import os
import sys

import requests

API = os.environ["BRIDGE_URL"] + "/api/sn_sec_cmn/secops_integration_capabilities"

session = requests.Session()
session.headers["Authorization"] = "Bearer " + os.environ["BRIDGE_KEY"]
# With a user instead of a key: session.auth = (name, password)


def post(resource, body, **flags):
    """The answer's JSON; ends the script where nothing was stored."""
    response = session.post(f"{API}/{resource}", json=body, params=flags, timeout=30)
    answer = response.json()
    if response.status_code >= 400:
        sys.exit(f"{response.status_code} {answer['error']['message']}: {answer['error']['detail']}")
    return answer


# One record.
answer = post(
    "ci_enrichment",
    {
        "cmdb_ci": "web-01",
        "task": "SIR0010001",
        "source_engine": "Asset scanner",
        "result": "nginx 1.25, 3 open ports",
    },
)
print("stored", answer["table"], answer["sys_id"])

# A list, one record of which lacks its observable: the others are stored.
whois = {"source_engine": "WhoIs", "result": "registered 2 days ago"}
answer = post("observable_enrichment", [{**whois, "observable": "evil.example"}, whois])
print("stored", len(answer["success_records"]), "of", answer["metadata"]["total_records"])
for refused in answer["error_records"]:
    print("refused", refused["index"], refused["message"])

# Fields below `fields`, and ServiceNow's wrapper around the answer.
lookup = {
    "observable": "198.51.100.7",
    "source_engine": "VirusTotal",
    "finding": "Malicious",
    "first_found": "2026-11-22 09:15:00",
}
answer = post("threat_lookup", {"fields": lookup}, include_wrap="true")
print("stored", answer["result"]["table"], answer["result"]["record"]["finding"])
