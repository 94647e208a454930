"""``--what-if FILE``: which brands a report judges anew, and by what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import ConfigError

if TYPE_CHECKING:
    from services.what_if import Supposed
    from store.brands import StoredBrand


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposition:
    """The name of the file, and what it supposes of each brand, by the brand's id."""

    file: str
    brands: "Mapping[int, Supposed]"


def supposition(
    file: Path, known: "Sequence[StoredBrand]", *, brand: str | None
) -> Supposition:
    """Read the file of ``--what-if``; ``brand`` is that of ``--brand``.

    Raises ConfigError, one line that begins with the file.
    """
    from app.brand_file import supposed_in
    from services.what_if import chosen

    read = supposed_in(file)
    try:
        pairs = chosen(read, known, name=brand)
    except ConfigError as error:
        raise ConfigError(f"{file}: {error}") from error
    supposed = {each.id: what for each, what in pairs}
    return Supposition(file=file.name, brands=supposed)
