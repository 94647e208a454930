"""Does what is due for every brand: what ails one keeps nothing from the others."""

from collections.abc import Callable, Iterable

from store.brands import StoredBrand


def for_each(
    brands: Iterable[StoredBrand],
    raise_one: Callable[[StoredBrand], int],
    *,
    stop: Callable[[], bool] = lambda: False,
) -> int:
    """Raise what is due for each brand until told to stop; return how many are new.

    Whatever a brand raises is raised again, the first of them, after the others.
    """
    number = 0
    failed: Exception | None = None
    for brand in brands:
        if stop():
            break
        try:
            number += raise_one(brand)
        except Exception as error:  # noqa: BLE001 - a brand must not stop the others
            failed = failed or error
    if failed is not None:
        raise failed
    return number
