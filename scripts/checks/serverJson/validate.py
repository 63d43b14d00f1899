"""Prints what the official schema of server.json (2025-12-11) says of each document given: a JSON list of texts, one list each.

The schema comes with skillsaw, which is not imported: only its data is of use here.
"""

import json
import sys
from importlib.util import find_spec
from pathlib import Path

from jsonschema_rs import validator_for

SCHEMA = "schemas/mcp_registry/v2025_12_11/server.schema.json"

[package] = find_spec("skillsaw").submodule_search_locations
schema = json.loads((Path(package) / SCHEMA).read_text())
validator = validator_for(schema, validate_formats=True)
print(
    json.dumps(
        [
            [f"{list(error.instance_path)}: {error.message}" for error in validator.iter_errors(document)]
            for document in json.load(sys.stdin)
        ]
    )
)
