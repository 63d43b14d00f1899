"""Starts the server with what the environment says, and stops it when it is asked to."""

import signal
import sys

import uvicorn
from pydantic import ValidationError

from .logs import configure_logging
from .server import create_app
from .settings import Settings


def main() -> None:
    try:
        settings = Settings()
    except ValidationError as error:
        sys.exit(f"The environment is not right: {error}")
    configure_logging(settings.log_level)
    # uvicorn ends open requests, then raises the signal once more; to have been asked to stop is no failure.
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: sys.exit(0))
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        timeout_graceful_shutdown=10,
    )


if __name__ == "__main__":
    main()
