"""Does what is due for every brand: what ails one keeps nothing from the others."""

from collections.abc import Callable, Iterable

from domain.errors import FAILURES, ConfigError
from store.brands import StoredBrand


def for_each(
    brands: Iterable[StoredBrand],
    raise_one: Callable[[StoredBrand], int],
    *,
    stop: Callable[[], bool] = lambda: False,
) -> int:
    """Raise what is due for each brand until told to stop; return how many are new.

    What a brand cannot be done for (FAILURES, ConfigError) is raised after the others,
    the first of it. Raises StoreError at once: that is no brand's own.
    """
    number = 0
    failed: Exception | None = None
    for brand in brands:
        if stop():
            break
        try:
            number += raise_one(brand)
        except (*FAILURES, ConfigError) as error:
            failed = failed or error
    if failed is not None:
        raise failed
    return number
