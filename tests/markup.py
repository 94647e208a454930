"""Reads a screen's code and finds what a call would show as markup and is not ours.

Only what can be seen to be our own passes: words in the code, constants, numbers, and
what a few named functions return. Whatever else there is must be put on a list here.
"""

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

READ_AS_MARKUP: dict[str, tuple[str, ...]] = {
    "badge": ("label", "icon", "color", "help"),
    "button": ("label", "icon", "help"),
    "caption": ("body", "help"),
    "error": ("body", "icon"),
    "header": ("body", "help"),
    "html": ("body",),
    "info": ("body", "icon"),
    "markdown": ("body", "help"),
    "menu_button": ("label", "options", "icon", "help", "format_func"),
    "page_link": ("label", "icon", "help"),
    "metric": ("label", "value", "delta", "help", "icon", "delta_description"),
    "popover": ("label", "icon", "help"),
    "segmented_control": ("label", "options", "help", "format_func"),
    "subheader": ("body", "help"),
    "toast": ("body", "icon"),
    "toggle": ("label", "help"),
    "warning": ("body", "icon"),
    # Their texts are shown as they are, but not what is said about them.
    "altair_chart": ("alt",),
    "code": ("language",),
    "date_input": ("label", "help"),
    "datetime_input": ("label", "help"),
    "download_button": ("label", "icon", "help"),
    "dataframe": ("column_config", "placeholder", "alt"),
    "multiselect": ("label", "help"),
    "number_input": ("label", "help"),
    "selectbox": ("label", "help", "icon"),
    "text": ("help",),
    "text_area": ("label", "help"),
    "text_input": ("label", "help", "icon", "validate"),
    # These load what they are told to.
    "Page": ("page", "title", "icon"),
    "logo": ("image", "icon_image", "link"),
    "set_page_config": ("page_icon", "menu_items"),
}
"""The parameters that must be our own, of every call that shows something."""

PLACES = {
    "altair_chart": slice(1, None),
    "code": slice(1, None),
    "date_input": slice(1),
    "datetime_input": slice(1),
    "download_button": slice(1),
    "dataframe": slice(1, None),
    "multiselect": slice(1),
    "number_input": slice(1),
    "selectbox": slice(1),
    "page_link": slice(1, None),
    "set_page_config": slice(1, None),
    "text": slice(1, None),
}
"""Which arguments without a name must be ours; elsewhere all of them."""

SHOWS_NOTHING = frozenset(
    {
        "App",
        "cache_resource",
        "columns",
        "container",
        "fragment",
        "get_option",
        "grid",
        "navigation",
        "rerun",
        "space",
    }
)

OUR_FUNCTIONS = frozenset(
    {
        "backtest_said",
        "beside",
        "beside_said",
        "headline",
        "health_words",
        "in_open_hours",
        "missed_headline",
        "missed_said",
        "offered",
        "partial",
        "reached",
        "share",
        "span",
        "window_said",
    }
)
"""``partial`` makes a page of a screen; the others say figures in words of ours."""

OUR_LISTS = frozenset({"MENU", "Order", "Pace", "Range", "Split", "View"})
"""What options may be made of."""

NUMERIC = re.compile(r",|d|\.[0-9]%")
"""Formats that Python refuses for a text: what they show is a number."""

TYPES = frozenset({"ComponentRenderer", "DeltaGenerator", "Page"})

ATTRACTS = frozenset({"mark_image", "ImageColumn", "LinkColumn", "unsafe_allow_html"})
"""Names that load or link what a stranger wrote."""

NOT_STREAMLIT = frozenset({"alt", "log"})
"""Receivers of calls that are named like some of Streamlit's."""

API = frozenset(
    name
    for home in (st, DeltaGenerator)
    for name in dir(home)
    if not name.startswith("_") and callable(getattr(home, name))
)


class Found(NamedTuple):
    """Something that breaks the rule."""

    line: int
    why: str


def found_in(code: str, *, registers: bool = False) -> list[Found]:
    """Return what breaks the rule. ``registers``: components are registered in here."""
    tree = ast.parse(code)
    calls = [each for each in ast.walk(tree) if isinstance(each, ast.Call)]
    used = {id(each.func) for each in calls} | {
        id(each)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for each in node.decorator_list
    }
    found = [each for node in calls for each in _call(node, registers=registers)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            found += _import(node)
        elif isinstance(node, ast.Attribute):
            found += _reference(node, used=id(node) in used)
    return found


def _import(node: ast.Import | ast.ImportFrom) -> Iterator[Found]:
    if isinstance(node, ast.Import):
        for each in node.names:
            if each.name.partition(".")[0] == "streamlit" and each.asname != "st":
                yield Found(node.lineno, "streamlit under another name than st")
    elif (node.module or "").partition(".")[0] == "streamlit":
        for each in node.names:
            if each.name not in TYPES or node.module == "streamlit":
                yield Found(node.lineno, f"{each.name} taken out of streamlit")


def _reference(node: ast.Attribute, *, used: bool) -> Iterator[Found]:
    """A call that is not made but handed on cannot be looked at."""
    if node.attr in ATTRACTS:
        yield Found(node.lineno, node.attr)
    if not used and node.attr in API and ast.unparse(node.value) == "st":
        yield Found(node.lineno, f"st.{node.attr} handed on")


def _call(node: ast.Call, *, registers: bool) -> Iterator[Found]:
    func = node.func
    if isinstance(func, ast.Name) and func.id in {"getattr", "eval", "exec"}:
        yield Found(node.lineno, func.id)
    if not isinstance(func, ast.Attribute) or not _may_draw(func.value):
        return
    yield from _keywords(node, func.attr)
    if func.attr in READ_AS_MARKUP:
        yield from _shown(node, func.attr)
    elif func.attr == "component":
        if not registers:
            yield Found(node.lineno, "a component is registered in components alone")
    elif func.attr in API - SHOWS_NOTHING:
        yield Found(node.lineno, f"{func.attr} is on no list of tests/markup.py")


def _keywords(node: ast.Call, name: str) -> Iterator[Found]:
    for each in node.keywords:
        if each.arg is None and name in API:
            yield Found(node.lineno, f"{name}(**…) cannot be looked at")
        if each.arg and each.arg.startswith("unsafe_"):
            yield Found(node.lineno, each.arg)


def _shown(node: ast.Call, name: str) -> Iterator[Found]:
    positional = node.args[PLACES.get(name, slice(None))]
    named = [each for each in node.keywords if each.arg in READ_AS_MARKUP[name]]
    for each in (*positional, *(each.value for each in named)):
        if not _ours(each):
            yield Found(node.lineno, f"{name}({ast.unparse(each)})")


def _ours(node: ast.expr) -> bool:
    """Tell whether what stands there can only be words of ours, or a number."""
    return _constant(node) or _joined(node) or _returned(node)


def _constant(node: ast.expr) -> bool:
    match node:
        case ast.Constant():
            return True
        case (
            ast.Name(id=name)
            | ast.Attribute(attr=name)
            | ast.Subscript(value=ast.Name(id=name))
        ):
            return name.isupper()
    return False


def _joined(node: ast.expr) -> bool:
    match node:
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
            return _ours(one) and _ours(other)
        case ast.JoinedStr(values=parts):
            return all(map(_ours, parts))
        case ast.FormattedValue(value=value, format_spec=spec):
            return _ours(value) or (spec is not None and _is_numeric(spec))
    return False


def _returned(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="list"), args=[ast.Name(id=name)]):
            return name in OUR_LISTS
        case ast.Call(func=ast.Name(id=name)):
            return name in OUR_FUNCTIONS
    return False


def _is_numeric(spec: ast.expr) -> bool:
    match spec:
        case ast.JoinedStr(values=[ast.Constant(value=str(written))]):
            return NUMERIC.fullmatch(written) is not None
    return False


def _may_draw(receiver: ast.expr) -> bool:
    """Tell whether the receiver of a call may be Streamlit's."""
    if isinstance(receiver, ast.Constant | ast.JoinedStr):
        return False
    return not (isinstance(receiver, ast.Name) and receiver.id in NOT_STREAMLIT)
