"""The HTML part of a mail: MJML made into what old mail programs can show.

Every word that is put in is escaped, and what looks like an address in it is broken by
a sign without width, so that no mail program makes a link of it. Only an ``href`` is
put in as it is, and only if it is a web address.
"""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from channels.letters import clean
from channels.letters.sheet import Sheet

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATE = Path(__file__).with_name("letter.mjml.j2")
_JOINT = re.compile(r"(?<=\S)([.@])(?=\w)")


def html_of(sheet: Sheet) -> str:
    """Write a sheet as HTML that asks nothing of anybody.

    Raises ValueError when the template cannot be filled in with it.
    """
    import mrml
    from jinja2 import TemplateError

    try:
        filled = _template().render(sheet=sheet)
    except TemplateError as error:  # not chained: it may quote the sheet
        raise ValueError(f"no letter of this sheet ({type(error).__name__})") from None
    # Without fonts: the default list would be fetched from elsewhere.
    options = mrml.RenderOptions(fonts={}, disable_comments=True)
    return mrml.to_html(filled, render_options=options).content


@cache
def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    def href(url: str) -> Markup:
        return Markup.escape(clean.address(url) or "")

    def dead(value: object) -> object:
        if isinstance(value, Markup) or not isinstance(value, str):
            return value
        return _JOINT.sub("\\1\N{ZERO WIDTH SPACE}", value)

    environment = Environment(
        autoescape=True,
        finalize=dead,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["href"] = href
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
