"""History judged by another calendar or SLA: what the figures would have been.

Nothing is written, here or in the store: a supposition lives as long as one report,
and the report says whose figures they are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from domain.brand import Brand, BrandRecord, read_brands
from domain.calendar import Calendar
from domain.errors import ConfigError
from domain.sla import Sla
from domain.table import Table, items, table
from domain.wording import share
from response.speed import rounded
from store.brands import StoredBrand

_PARTS = ("calendar", "sla")
_NAMELESS = "the brand that the file does not name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposed:
    """What a file supposes of a brand, at least one part. None: stays as it was.

    ``name`` is None where the file names no brand.
    """

    name: str | None
    calendar: Calendar | None = None
    sla: Sla | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """Name what is supposed, as a brand file does."""
        return tuple(part for part in _PARTS if getattr(self, part) is not None)

    def differs(self, brand: BrandRecord) -> tuple[str, ...]:
        """Name the parts of which the brand's history knows another version."""
        return tuple(
            part
            for part in self.parts
            if any(
                getattr(each, part) != getattr(self, part) for each in brand.policies
            )
        )


class Checked(NamedTuple):
    """A supposition with the brand it was read as, for what is still to be checked.

    ``key`` is where the brand stands in the file.
    """

    supposed: Supposed
    brand: Brand
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What was supposed in a report. Attainments are 0..1, None when nothing is due.

    ``parts`` are those of the file, ``differs`` those of them that were not so for all
    of history. ``attainment_then`` is that of the promises as they were.
    """

    file: str
    parts: tuple[str, ...]
    differs: tuple[str, ...]
    attainment_then: float | None
    attainment: float | None

    def to_json(self) -> dict[str, object]:
        """Return the fields outsiders know."""
        return {
            "file": self.file,
            "differs": list(self.differs),
            "attainment_then": rounded(self.attainment_then),
            "attainment": rounded(self.attainment),
        }

    @property
    def heading(self) -> str:
        """Say plainly whose figures follow."""
        said = " and ".join({"sla": "SLA"}.get(each, each) for each in self.parts)
        same = "" if self.differs else ", no other than before"
        return f"What if: {said} of {self.file}{same}; nothing is changed"

    @property
    def compared(self) -> str:
        """Set the attainment beside that of the promises as they were."""
        then, now = share(self.attainment_then), share(self.attainment)
        return f"{now} of the SLA met with {self.file}, {then} as it was promised"


def read_supposed(document: Table) -> tuple[Checked, ...]:
    """Read a brand file, already parsed; raise ConfigError naming the wrong key.

    Brands of which nothing is supposed are checked and left out.
    """
    given = table(document, key="", known=("brand",)).get("brand")
    if isinstance(given, Mapping):
        brand = Brand.from_table({"name": _NAMELESS, **given})
        read = [_checked(brand, given, "brand")]
    else:
        brands = read_brands(document)
        tables = items(given, key="brand", wanted="one [[brand]] for each brand")
        read = [
            _checked(brand, table(each, key=key), key)
            for brand, (key, each) in zip(brands, tables, strict=True)
        ]
    found = tuple(each for each in read if each.supposed.parts)
    if not found:
        wanted = "[brand.calendar], [brand.sla] or both"
        raise ConfigError(f"brand: found neither calendar nor sla, wanted {wanted}")
    return found


def supposing(brand: StoredBrand, supposed: Supposed) -> StoredBrand:
    """Return the brand as if what is supposed had held for all of its history."""
    policies = tuple(
        replace(
            each,
            calendar=supposed.calendar or each.calendar,
            sla=supposed.sla or each.sla,
        )
        for each in brand.record.policies
    )
    return StoredBrand(brand.id, replace(brand.record, policies=policies))


def chosen(
    supposed: Iterable[Supposed], brands: Iterable[StoredBrand], *, name: str | None
) -> list[tuple[StoredBrand, Supposed]]:
    """Return each supposition with its brand: of those asked for, all or ``name``.

    A file that names no brand means ``name``, or the only brand there is. Raises
    ConfigError for a brand that is not known, and for ``name`` not in the file.
    """
    known = {each.record.name: each for each in brands}
    every = list(supposed)
    found = []
    for each in every:
        wanted = each.name if each.name is not None else _only(known, name)
        if wanted not in known and name in (None, wanted):
            raise ConfigError.at("brand.name", found=wanted, wanted=_one_of(known))
        if name in (None, wanted):
            found.append((known[wanted], each))
    if not found:
        names = {str(each.name): each for each in every}
        raise ConfigError.at("--brand", found=name, wanted=_one_of(names))
    return found


def _checked(brand: Brand, given: Table, key: str) -> Checked:
    supposed = Supposed(
        name=brand.name if "name" in given else None,
        calendar=brand.calendar if "calendar" in given else None,
        sla=brand.sla if "sla" in given else None,
    )
    return Checked(supposed, brand, key)


def _only(known: Mapping[str, StoredBrand], name: str | None) -> str:
    if name is not None:
        return name
    if len(known) == 1:
        return next(iter(known))
    raise ConfigError(f"brand: found no name, wanted --brand with {_one_of(known)}")


def _one_of(names: Iterable[str]) -> str:
    known = ", ".join(names)
    return f"one of {known}" if known else "a brand that was applied: there is none yet"
