"""Logging: one JSON object a line, to stderr.

What libraries have to say takes the same way, from warnings on, so that a terminal
shows our one line and not theirs.
"""

import logging

ROOMS = (
    "alerts",
    "app",
    "channels",
    "collectors",
    "domain",
    "response",
    "screens",
    "sentiment",
    "services",
    "store",
)
TALKERS = ("streamlit", "uvicorn", "uvicorn.error", "uvicorn.access")
"""Libraries that bring handlers and a level of their own."""


def set_up(level: str = "INFO") -> None:
    """Send to stderr what our rooms log at ``level`` and above; may be called again."""
    # Loaded here: half the commands never log.
    import structlog

    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                stamp,
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for room in ROOMS:
        logging.getLogger(room).setLevel(level)
    for name in TALKERS:
        talker = logging.getLogger(name)
        talker.handlers.clear()
        talker.propagate = True
        talker.setLevel(logging.NOTSET)
