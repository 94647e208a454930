"""Public holidays by country, from the holidays library.

It knows some countries for a span of years only; beyond it there are none.
"""

import warnings
from datetime import date
from functools import lru_cache

from domain.errors import ConfigError


def check_country(country: str | None, *, key: str = "brand.calendar.holidays") -> None:
    """Raise ConfigError naming ``key`` when nobody knows the holidays of ``country``.

    None, no holidays at all, is always right.
    """
    if country is not None:
        _known(country, key)


@lru_cache(maxsize=1024)
def holidays_in(country: str, year: int) -> frozenset[date]:
    """Return the holidays of ``country`` (``PL``, ``DE-BY``) in a year.

    Raises ConfigError for a country that the library does not know.
    """
    # Half a second to load: only for those who want holidays.
    from holidays import country_holidays

    name, part = _known(country, "holidays")
    with warnings.catch_warnings():
        # It warns of years it knows nothing of, and our calendars are asked for any.
        warnings.simplefilter("ignore")
        return frozenset(country_holidays(name, subdiv=part, years=[year]))


def _known(country: str, key: str) -> tuple[str, str | None]:
    from holidays import list_supported_countries

    name, dash, part = country.partition("-")
    countries = list_supported_countries()
    if name not in countries:
        wanted = "a country that the holidays library knows, such as PL"
        raise ConfigError.at(key, found=country, wanted=wanted)
    if dash and part not in countries[name]:
        known = ", ".join(sorted(countries[name])[:5]) or "no parts"
        raise ConfigError.at(key, found=country, wanted=f"{name} or a part: {known}")
    return name, part or None
