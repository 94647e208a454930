"""The command line is there at once: what a command needs is loaded when it runs."""

import subprocess
import sys

HEAVY = (
    "alembic", "apscheduler", "holidays", "lark", "numpy", "pandas", "praw",
    "py3langid",
    "sqlalchemy", "starlette", "streamlit", "structlog", "tweepy", "vaderSentiment",
)  # fmt: skip


def test_help_loads_nothing_heavy() -> None:
    look = (
        "import sys; import app.cli; sys.argv = ['earshot', '--help']\n"
        "try: app.cli.main()\n"
        "except SystemExit: pass\n"
        f"print('loaded', [each for each in {HEAVY} if each in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, check=True
    )
    assert "leave no complaint unanswered" in said.stdout
    assert said.stdout.endswith("loaded []\n")
