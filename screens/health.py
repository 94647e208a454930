"""How the house is in one line, for the sidebar: the most important thing alone."""

import logging
from collections.abc import Mapping
from datetime import tzinfo
from zoneinfo import ZoneInfo

import streamlit as st

from alerts.blind_said import house_line
from alerts.source_state import House
from app import web
from app.health import sources_of
from domain.errors import ConfigError, EarshotError
from domain.zone import parse_zone
from services.sources import SourcesHealth

DOTS: Mapping[House, str] = {
    House.OK: ":green[●]",
    House.DEGRADED: ":orange[●]",
    House.BLIND: ":red[●]",
}
NOTHING = ":gray[●]"
"""The dot of a house that has no source."""

NO_STORE = ":red[●] Blind: the store does not answer"

log = logging.getLogger(__name__)


def health_words() -> str:
    """Say how the house is, now, with its dot. All of it is ours."""
    try:
        return line(sources_of(web.desk()), zone=viewer_zone())
    except EarshotError as error:
        log.warning("blind: %s", error)
        return NO_STORE


def line(found: SourcesHealth, *, zone: tzinfo) -> str:
    """Say the most important thing of these sources, with the house's dot."""
    any_on = any(each.is_on for each in found.states)
    dot = DOTS[found.house] if any_on else NOTHING
    told = house_line(found.states, now=found.as_of, zone=zone, demo=found.demo)
    return f"{dot} {told}"


def viewer_zone() -> tzinfo:
    """Return the zone of the viewer's browser; UTC when it names none that we know."""
    try:
        return ZoneInfo(parse_zone(st.context.timezone, key="timezone"))
    except ConfigError:
        return ZoneInfo("UTC")
