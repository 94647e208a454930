"""Secrets: from the environment, from a file it names, or made here once.

A secret is a SecretStr from the moment it is read: no message, log or traceback shows
it. A file that others on the machine may read is refused, whoever wrote it.
"""

import os
import secrets
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pydantic import SecretStr

from domain.errors import ConfigError

LONGEST = 65_536
"""Bytes of a secret; a file with more is none."""

BYTES = 32
"""Random bytes of a key made here."""


def read(name: str, environ: Mapping[str, str]) -> SecretStr | None:
    """Return the secret ``name``, or that in the file ``name_FILE``; None without.

    Containers hand secrets over as files, which show in no list of processes.
    Raises ConfigError when both are set, or the file cannot be used.
    """
    bare, where = environ.get(name), environ.get(f"{name}_FILE")
    if bare and where:
        raise ConfigError(f"{name}: found it twice, wanted {name} or {name}_FILE alone")
    if where:
        return from_file(Path(where), key=f"{name}_FILE")
    return SecretStr(bare.strip()) if bare and bare.strip() else None


def from_file(path: Path, *, key: str) -> SecretStr:
    """Read the secret in a file that nobody else may read."""
    try:
        _refuse_open(path.stat(), path, key=key)
        with path.open("rb") as file:
            text = file.read(LONGEST + 1).decode().strip()
    except OSError as error:
        found = f"{path} ({error.strerror})"
        raise ConfigError.at(key, found=found, wanted="a file to read") from error
    except UnicodeDecodeError:
        text = ""
    if not 0 < len(text) <= LONGEST:
        wanted = "a file with a secret in it and nothing else"
        raise ConfigError.at(key, found=str(path), wanted=wanted)
    return SecretStr(text)


def _refuse_open(about: os.stat_result, path: Path, *, key: str) -> None:
    """Refuse what is no file, and a file with rights for others."""
    if not stat.S_ISREG(about.st_mode):
        raise ConfigError.at(key, found=str(path), wanted="a file")
    if about.st_mode & 0o077:
        found = f"mode {stat.S_IMODE(about.st_mode):04o}"
        raise ConfigError(f"{key}: found {found}, wanted 0600: chmod 600 '{path}'")


def kept(path: Path) -> SecretStr:
    """Return the key kept at ``path``; make it, mode 0600, when there is none.

    Of two processes that start at once both get the same key.
    """
    if not path.exists():
        _make(path)
    return from_file(path, key=str(path))


def _make(path: Path) -> None:
    try:
        with tempfile.NamedTemporaryFile(
            "w", dir=path.parent, prefix=".secret-"
        ) as new:
            new.write(secrets.token_hex(BYTES))
            new.flush()
            os.fsync(new.fileno())
            # A link to a whole file: nobody ever reads half a key.
            os.link(new.name, path)
    except FileExistsError:
        pass
    except OSError as error:
        found = f"{path.parent} ({error.strerror})"
        wanted = "a folder to keep the key in, or EARSHOT_SECRET_KEY"
        raise ConfigError.at(
            "EARSHOT_SECRET_KEY", found=found, wanted=wanted
        ) from error
