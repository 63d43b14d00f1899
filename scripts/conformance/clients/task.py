"""What every client in Python is told, and how it says what it saw. The other side is foreignClients.mjs."""

import asyncio
import json
import os


def run(use):
    """Runs `use(url, key, prefix)` for each endpoint, and prints what each answers: one list, as JSON."""
    task = json.loads(os.environ["CONFORMANCE_TASK"])

    async def main():
        return [
            await use(each["url"], task["key"], each["prefix"])
            for each in task["endpoints"]
        ]

    print(json.dumps(asyncio.run(main())))
