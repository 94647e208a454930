"""The command line as a person meets it: what it prints and how it ends."""

import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from io import BytesIO, TextIOWrapper
from typing import NamedTuple
from unittest import mock

import typer.main

from app.cli import main
from tests.logged import put_back

_laid_out = cache(typer.main.get_command)
"""Typer works all commands out anew at each call, and would take half of its time."""


class Said(NamedTuple):
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str


Earshot = Callable[..., Said]

VADER = '[judging]\nengine = "vader"\n'
"""A configuration in which texts are judged by rules that a reader can follow."""


def earshot(*words: str) -> Said:
    """Run one command in this process."""
    out, err = _page(), _page()
    code = 0
    with (
        mock.patch.object(sys, "argv", ["earshot", *words]),
        mock.patch.object(typer.main, "get_command", _laid_out),
        redirect_stdout(out),
        redirect_stderr(err),
        put_back(),
    ):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    return Said(code, _text(out), _text(err))


def _page() -> TextIOWrapper:
    return TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True)


def _text(page: TextIOWrapper) -> str:
    assert isinstance(page.buffer, BytesIO)
    return page.buffer.getvalue().decode()
