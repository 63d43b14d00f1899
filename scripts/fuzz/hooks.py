# What a valid request must respect beyond its schema: rules that JSON Schema cannot say, each of which the description of
# the parameter, of the field or of the status says. Requests that are to be refused are left as they were made.
import itertools
import os
import re

import requests
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
#: Ids of servers, by whether one of their remotes is a process, which takes no credential.
servers = {True: [], False: []}


@schemathesis.hook
def before_call(context, case, kwargs):
    # An address of its own for each, so that bad credentials do not have to wait for each other.
    number = next(numbers)
    case.headers["X-Forwarded-For"] = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    respect_credential(case)
    respect_headers(case)
    respect_query(case)
    if isinstance(case.body, dict):
        respect_body(case.body)
        if case.operation.path.endswith("/servers/test"):
            respect_transport(case.body)


@schemathesis.hook
def after_call(context, case, response):
    if response.status_code in (200, 201, 204) and changes_credential(case):
        learn_revision(case.path_parameters["id"], response.request)
    if response.status_code not in (200, 201) or response.request.method in ("HEAD", "OPTIONS"):
        return
    if response.headers.get("content-type", [""])[0].split(";")[0] != "application/json":
        return
    answer = response.json()
    if "nextCursor" in answer:
        cursors[place_of(case)] = {**(case.query or {}), "cursor": answer["nextCursor"]}
    if "revision" in answer:
        etags[answer.get("id")] = response.headers["etag"][0]
    if "remotes" in answer:
        servers[has_process(answer)].append(answer.get("id"))


def changes_credential(case):
    return case.operation.path.endswith("/servers/{id}/credential") and case.method in ("PUT", "DELETE")


def has_process(server):
    return any(remote["type"] == "stdio" for remote in server.get("remotes") or [])


def learn_revision(id, request):
    # If-Match is that of the server there, and the answer has that of the credential.
    url = re.sub(r"/credential.*", "", request.url)
    headers = {name: request.headers[name] for name in ("Authorization", "X-Forwarded-For") if name in request.headers}
    answer = requests.get(url, headers=headers, timeout=30)
    if answer.status_code == 200:
        etags[id] = answer.headers["etag"]


def respect_credential(case):
    body = case.body if isinstance(case.body, dict) else {}
    id = (case.path_parameters or {}).get("id")
    if "credential" not in body or (id not in servers[True] and not has_process(body)):
        return
    if changes_credential(case) and servers[False]:
        case.path_parameters["id"] = servers[False][-1]
    else:
        del body["credential"]


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
    # The least that may be asked for is less than a busy machine needs.
    if isinstance(body.get("connectTimeoutMs"), (int, float)):
        body["connectTimeoutMs"] = max(body["connectTimeoutMs"], 5_000)
    # Connects at once, and the server of the run does not speak the older transport.
    for remote in body.get("remotes") or []:
        if remote["type"] == "sse":
            remote["type"] = "streamable-http"


def place_of(case):
    return case.operation.label, tuple(sorted((case.path_parameters or {}).items()))
