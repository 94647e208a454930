"""What a person sees in the browser: the only room that knows Streamlit."""

from types import ModuleType

from screens import alerts, digest, inbox, reply_times, sources, spot_checks

SCREENS: tuple[ModuleType, ...] = (
    inbox,
    reply_times,
    spot_checks,
    alerts,
    digest,
    sources,
)
"""The screens in the order of the menu, the first one open. Each has TITLE, ICON and
render(desk); its address is its file's name."""
