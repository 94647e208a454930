"""The few pages that the gate itself answers with: short, calm, and without data.

They load nothing, so that they look the same to somebody who may load nothing.
"""

from html import escape

from starlette.responses import HTMLResponse

NO_STORE = {"Cache-Control": "no-store"}

PAGE = """<!doctype html>
<html>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} · Earshot</title>
<style>
body {{ margin: 0; min-height: 100vh; display: grid; place-items: center;
  font: 16px/1.6 system-ui, sans-serif; color: #16181d; background: #f9fafb; }}
main {{ max-width: 26rem; padding: 2rem; }}
h1 {{ margin: 0 0 .5rem; font-size: 1.3rem; font-weight: 650; }}
p {{ margin: 0 0 .75rem; }}
a {{ color: #4338ca; }}
button {{ padding: .5rem 1.25rem; border: 0; border-radius: 8px; cursor: pointer;
  font: inherit; font-weight: 600; color: #fff; background: #4338ca; }}
code {{ padding: .15em .4em; border-radius: 6px; background: #eef0f3; }}
@media (prefers-color-scheme: dark) {{
  body {{ color: #e8eaed; background: #101216; }}
  a {{ color: #a5b4fc; }}
  code {{ background: #191c22; }}
}}
</style>
<main>
<h1>{title}</h1>
{body}
</main>
</html>
"""

ANOTHER = (
    "<p>To make a new link, type where Earshot runs:</p>"
    "<p><code>earshot link</code></p>"
)
OTHERS = '<p><a href="/login">Sign in as somebody else</a></p>'
SIGN_IN = '<p><a href="/login">Sign in</a></p>'


def page(status: int, title: str, body: str) -> HTMLResponse:
    """Return a page of ours; ``body`` is markup: what others wrote in it is escaped."""
    return HTMLResponse(PAGE.format(title=title, body=body), status, headers=NO_STORE)


def strange(*, team: bool) -> HTMLResponse:
    """Say how somebody without a session gets one; ``team``: there is a login."""
    link = f"<p>Open the link that the terminal printed.</p>{ANOTHER}"
    return page(401, "Please sign in", SIGN_IN if team else link)


def spent() -> HTMLResponse:
    """Say that a link opens nothing."""
    return page(
        401,
        "This link opens nothing",
        "<p>It was used already, or it is too old, or part of it is missing.</p>"
        f"{ANOTHER}",
    )


def preview() -> HTMLResponse:
    """Say to a browser that looks ahead that nothing was spent."""
    return page(401, "Open this link", "<p>It is there to be opened once.</p>")


def signed_out(*, team: bool) -> HTMLResponse:
    """Say that a session has ended, and the way back."""
    return page(200, "You are signed out", SIGN_IN if team else ANOTHER)


def sure() -> HTMLResponse:
    """Ask somebody whom another site sent to sign out whether they meant to."""
    body = '<p>Another site asked for that.</p><p><a href="/logout">Sign out</a></p>'
    return page(403, "Sign out of Earshot?", body)


def not_welcome(person: str) -> HTMLResponse:
    """Say to somebody whom the login knows that we do not."""
    return page(
        403,
        "You are not on the list",
        f"<p>You are signed in as {escape(person)}. Whoever keeps Earshot can let you "
        f"in.</p>{OTHERS}",
    )


def not_signed_in() -> HTMLResponse:
    """Say that the login did not end well."""
    return page(401, "Signing in did not work", f"<p>Please try again.</p>{SIGN_IN}")


def no_answer() -> HTMLResponse:
    """Say that nobody can tell who may come in."""
    return page(
        503,
        "Earshot cannot open its store",
        "<p>The terminal says why. Please try again in a minute.</p>",
    )
