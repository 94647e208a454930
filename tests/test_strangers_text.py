"""What strangers wrote never reaches a call that reads markup.

Such a call would fetch a picture from the stranger's server, or paint "Answered" where
nobody answered. So wherever one is made, what it shows is written in our own code.
"""

import re
import tomllib
from pathlib import Path

import pytest

from tests.markup import API, NUMERIC, READ_AS_MARKUP, SHOWS_NOTHING, found_in

ROOT = Path(__file__).parents[1]
FILES = [*sorted((ROOT / "screens").rglob("*.py")), ROOT / "dashboard.py"]
LINKS = {"shared.js": (1, 0), "turns.js": (1, 1)}
"""Scripts that make links: how many of them lead out, and how many to a case."""

SCRIPTS = sorted((ROOT / "screens" / "components").glob("*.js"))


@pytest.mark.parametrize(
    "file", FILES, ids=lambda file: file.relative_to(ROOT).as_posix()
)
def test_calls_that_read_markup_show_our_own_words(file: Path) -> None:
    registers = file.relative_to(ROOT).as_posix() == "screens/components/__init__.py"
    code = file.read_text(encoding="utf-8")
    assert found_in(code, registers=registers) == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("st.markdown(post.text)", id="a text"),
        pytest.param("st.markdown(text)", id="a name"),
        pytest.param('st.caption(f"by {post.author.name}")', id="in an f-string"),
        pytest.param('st.caption(f"{name:>20}")', id="in a format that takes a text"),
        pytest.param('st.caption(f"{name!r:}")', id="in an empty format"),
        pytest.param('st.caption("by " + name)', id="added"),
        pytest.param('st.caption("by %s" % name)', id="filled in"),
        pytest.param('st.caption("by {}".format(name))', id="formatted"),
        pytest.param('st.info("us" if ok else name)', id="in one of two branches"),
        pytest.param("st.metric('Customer', name)", id="as a value"),
        pytest.param("column.metric('Customer', name)", id="in a column"),
        pytest.param(
            "st.columns(2)[0].markdown(name)", id="in a column without a name"
        ),
        pytest.param("with st.sidebar: st.sidebar.caption(name)", id="in the sidebar"),
        pytest.param("st.badge(row.topic)", id="a topic"),
        pytest.param("st.button('Open', help=post.text)", id="as help"),
        pytest.param("st.text(name, help=post.text)", id="as help of a text"),
        pytest.param("st.text_input(name)", id="as a label"),
        pytest.param("st.selectbox(name, options)", id="as the label of a choice"),
        pytest.param("st.segmented_control('V', names)", id="as options"),
        pytest.param("st.menu_button('V', list(names))", id="as options of a menu"),
        pytest.param("st.menu_button('V', MENU, format_func=str)", id="formatted late"),
        pytest.param("st.toast(words.name(author))", id="by a function"),
        pytest.param("st.html(f'<b>{name}</b>')", id="as HTML"),
        pytest.param("st.html(STYLE, unsafe_allow_javascript=True)", id="with scripts"),
        pytest.param("st.markdown('x', unsafe_allow_html=True)", id="with HTML"),
        pytest.param("st.table(rows)", id="a table"),
        pytest.param("st.write('x')", id="a call that guesses"),
        pytest.param("st.image(post.url)", id="a picture"),
        pytest.param("st.link_button('Open', post.url)", id="a link"),
        pytest.param("st.chat_message(name)", id="a call nobody has looked at"),
        pytest.param("column.expander('x')", id="one in a column"),
        pytest.param("st.dataframe(r, column_config=config)", id="a configured table"),
        pytest.param("st.column_config.LinkColumn('x')", id="links in a table"),
        pytest.param("alt.Chart(x).mark_image()", id="pictures in a chart"),
        pytest.param("draw = st.markdown", id="a call under another name"),
        pytest.param("list(map(st.caption, names))", id="a call handed on"),
        pytest.param("getattr(st, how)(name)", id="a call looked up"),
        pytest.param("st.caption(**told)", id="arguments that are not seen"),
        pytest.param("from streamlit import markdown", id="a call taken out"),
        pytest.param("import streamlit", id="another name for streamlit"),
        pytest.param("st.components.v2.component('x', js=js)", id="a component"),
    ],
)
def test_a_planted_violation_is_found(code: str) -> None:
    assert found_in(code)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param('st.caption("plain")', id="a literal"),
        pytest.param("st.toast(TOASTS[deed])", id="from our own list"),
        pytest.param('st.badge(f"{waiting:,} waiting")', id="a number"),
        pytest.param('st.caption(f"within {span(median)}")', id="a span"),
        pytest.param("st.text(post.text)", id="a text as it is"),
        pytest.param("st.code(post.url, language=None)", id="an address as it is"),
        pytest.param("st.dataframe(rows, hide_index=True)", id="cells of text"),
        pytest.param('st.selectbox("Brand", names)', id="choices"),
        pytest.param('log.info("%s", name)', id="a log"),
    ],
)
def test_what_is_allowed_is_not_found(code: str) -> None:
    assert found_in(code) == []


def test_a_number_format_refuses_a_text() -> None:
    for spec in (",", "d", ".0%"):
        assert NUMERIC.fullmatch(spec)
        with pytest.raises(ValueError, match=r"with 's'|of type 'str'"):
            format("![x](https://evil.example/x.png)", spec)


def test_every_name_on_the_lists_is_streamlits() -> None:
    assert set(READ_AS_MARKUP) | SHOWS_NOTHING <= API | {"App"}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_components_show_text_and_nothing_else(script: Path) -> None:
    code = script.read_text(encoding="utf-8")
    unsafe = r"innerHTML|outerHTML|insertAdjacent|DOMParser|Fragment\(|document\.write"
    loads = r"\bfetch\b|XMLHttp|import\(|WebSocket|\.src\b|srcdoc|\beval\b|Function\("
    assert re.findall(f"{unsafe}|{loads}", code) == []
    assert re.findall(r"document\.(?!createElement)\w+", code) == []
    links = code.count(".href = ")
    inside = code.count('.href = "/?case=" + encodeURIComponent(')
    assert (links - inside, inside) == LINKS.get(script.name, (0, 0))


@pytest.mark.parametrize("script", sorted(LINKS))
def test_a_link_is_taken_only_over_https(script: str) -> None:
    code = (ROOT / "screens" / "components" / script).read_text(encoding="utf-8")
    refusal = "if (!link || !/^https:\\/\\//i.test(link.url)) return null"
    assert code.index(refusal) < code.index(".href = ")
    assert '.rel = "noopener noreferrer nofollow"' in code


def test_streamlit_writes_no_expression_by_itself() -> None:
    # Magic would show every expression that stands alone, read as markup.
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["runner"]["magicEnabled"] is False
