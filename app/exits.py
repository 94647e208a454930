"""Exit codes: what a script may go by. 0 is done; docs/commands.md lists them all."""

UNEXPECTED = 1
"""A mistake of ours."""

USAGE = 2
"""The call, the configuration or a file must be changed."""

PART = 3
"""Done in part: a source failed, lines were bad."""

STORE = 4
"""The store failed, or is locked."""

RUNNING = 5
"""Another engine is at work on this store."""

UNWELL = 6
"""Something is not well; `doctor` says what."""
