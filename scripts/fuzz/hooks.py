# What a valid request must respect beyond its schema: rules that JSON Schema cannot say, each of which the description of
# the parameter, of the field or of the status says. Requests that are to be refused are left as they were made.
import itertools
import os
import re

import schemathesis

URL = os.environ["FUZZ_SERVER_URL"]
ENVIRONMENT = "development"
STDIO_ENTRY = "memory"
#: In the catalog of the portal.
OWNER = "group:default/platform"
SYSTEM = "system:default/mcp-demo"
#: Default of health.timeoutMsMax and upstream.connectTimeoutMsMax.
LONGEST_LIMIT_MS = 60_000
#: Defaults of calls.timeoutMsMax and calls.serverResultBytesMax.
LARGEST_CALL_SETTINGS = {"timeoutMs": 600_000, "resultBytesMax": 16 * 1024 * 1024}
FUTURE = "2999-01-01T00:00:00Z"

numbers = itertools.count()
#: Cursors that were answered, with the query that they are good for, by operation and path.
cursors = {}
#: Newest revisions that were answered, by the id of the thing.
etags = {}


@schemathesis.hook
def before_call(context, case, kwargs):
    # An address of its own for each, so that bad credentials do not have to wait for each other.
    number = next(numbers)
    case.headers["X-Forwarded-For"] = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    respect_headers(case)
    respect_query(case)
    if isinstance(case.body, dict):
        respect_body(case.body)
        if case.operation.path.endswith("/servers/test"):
            respect_transport(case.body)


@schemathesis.hook
def after_call(context, case, response):
    if response.status_code not in (200, 201) or response.request.method in ("HEAD", "OPTIONS"):
        return
    if response.headers.get("content-type", [""])[0].split(";")[0] != "application/json":
        return
    answer = response.json()
    if "nextCursor" in answer:
        cursors[place_of(case)] = {**(case.query or {}), "cursor": answer["nextCursor"]}
    if "revision" in answer:
        etags[answer.get("id")] = response.headers["etag"][0]


def respect_headers(case):
    if "Last-Event-ID" in case.headers:
        case.headers["Last-Event-ID"] = "0"
    known = etags.get((case.path_parameters or {}).get("id"))
    if known and "If-Match" in case.headers:
        case.headers["If-Match"] = known


def respect_query(case):
    query = case.query
    if "cursor" in query:
        known = cursors.get(place_of(case))
        del query["cursor"]
        if known:
            query.clear()
            query.update(known)
    if "lastEventId" in query:
        query["lastEventId"] = "0"
    if case.operation.path.endswith("/health/history"):
        query.pop("from", None)
        query.pop("to", None)


def respect_body(body):
    # Of all kinds the one that every server of the run takes; the others have rules that no schema can say.
    if "credential" in body:
        body["credential"] = {"type": "bearer", "secret": "fuzzed"}
    # The names of shared ones differ from run to run.
    body.pop("credentialRef", None)
    if "origins" in body:
        body["origins"] = ["https://fuzz.example"]
    if isinstance(body.get("environments"), list):
        body["environments"] = [ENVIRONMENT]
    if isinstance(body.get("expiresAt"), str):
        body["expiresAt"] = FUTURE
    if "environment" in body:
        body["environment"] = ENVIRONMENT
    for field, known in (("owner", OWNER), ("system", SYSTEM)):
        if isinstance(body.get(field), str):
            body[field] = known
    for limit in ("probeTimeoutMs", "connectTimeoutMs"):
        if isinstance(body.get(limit), (int, float)):
            body[limit] = min(body[limit], LONGEST_LIMIT_MS)
    calls = body.get("calls")
    if isinstance(calls, dict):
        for limit, most in LARGEST_CALL_SETTINGS.items():
            if isinstance(calls.get(limit), (int, float)):
                calls[limit] = min(calls[limit], most)
    for remote in body.get("remotes") or []:
        remote["url"] = STDIO_ENTRY if remote["type"] == "stdio" else URL
        if "headers" in remote:
            # Words such as "jwt" tell of a secret; one letter tells of nothing.
            remote["headers"] = {re.sub("[A-Za-z]", "z", name): value for name, value in remote["headers"].items()}
    # Rules that would close the way to the server of the run, or open what the configuration does not.
    if {"action", "range", "host"} & body.keys():
        body.pop("range", None)
        body["host"] = f"fuzzed-{next(numbers)}.example"
    if str(body.get("subject", "")).startswith(("api-key:", "http")):
        body["subject"] = "user:default/ada"


def respect_transport(body):
    # Connects at once, and the server of the run does not speak the older transport.
    for remote in body.get("remotes") or []:
        if remote["type"] == "sse":
            remote["type"] = "streamable-http"


def place_of(case):
    return case.operation.label, tuple(sorted((case.path_parameters or {}).items()))
