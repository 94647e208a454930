"""What a person reads whose settings are not taken."""

import tomllib

import pytest

from app import settings
from domain.errors import ConfigError


def refused(toml: str) -> str:
    """Read a configuration that is wrong; return what is said of it."""
    with pytest.raises(ConfigError) as caught:
        settings.parse(tomllib.loads(toml))
    return str(caught.value)
