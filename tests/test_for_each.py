"""What is due for every brand, when one of them is in trouble."""

import pytest

from domain.errors import ConfigError
from services.for_each import for_each
from store.brands import StoredBrand
from tests.made import ACME

BRANDS = [StoredBrand(each, ACME) for each in (1, 2, 3)]


def one_each(brand: StoredBrand) -> int:
    if brand.id == 2:
        raise ConfigError("zone: found Mars, wanted one of this planet")
    heard.append(brand.id)
    return 1


heard: list[int] = []


def test_a_brand_in_trouble_is_said_after_the_others_had_their_turn() -> None:
    heard.clear()
    with pytest.raises(ConfigError, match="Mars"):
        for_each(BRANDS, one_each)
    assert heard == [1, 3]


def test_nothing_is_raised_once_told_to_stop() -> None:
    heard.clear()
    assert for_each(BRANDS, one_each, stop=lambda: bool(heard)) == 1
    assert heard == [1]
