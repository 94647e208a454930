"""Tests that share what is dear to make run in one process, one after the other."""

import pytest


@pytest.mark.xdist_group("of their own")
def test_whoever_deals_tests_out_is_told_of_groups(
    request: pytest.FixtureRequest,
) -> None:
    is_dealt_out = getattr(request.config.option, "loadgroup", False)
    assert request.node.nodeid.endswith("@of their own") == is_dealt_out
