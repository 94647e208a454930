"""The spot checks of a brand as its screen shows them. Pure but for the reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.brand import BrandRecord
from domain.post import Post
from domain.text import bounded
from response.missed import Missed
from screens import words
from screens.inbox_said import TEXT_SHOWN, way
from services.spot_checks import Checked, estimate, to_look_at
from services.spot_draw import local_day
from store import Session
from store.brands import StoredBrand


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What there is to look at, what was done of today's, and what all of it tells.

    ``earlier`` counts those of the days before that are open still.
    """

    brand: StoredBrand
    open: Sequence[Checked]
    done: int
    today: int
    earlier: int
    told: Missed

    @property
    def off(self) -> bool:
        """Tell whether the brand wants no spot checks."""
        return self.brand.record.judging.spot_checks == 0

    @property
    def current(self) -> Checked | None:
        """Return the one to ask about now."""
        return self.open[0] if self.open else None


def page(session: Session, brand: StoredBrand, *, now: datetime) -> Page:
    """Read what the screen shows of one brand."""
    found = to_look_at(session, brand, now=now)
    today = local_day(brand.record, now)
    mine = [each for each in found if each.check.day == today]
    still = [each for each in found if each.askable]
    left = sum(each.askable for each in mine)
    return Page(
        brand=brand,
        open=still,
        done=len(mine) - left,
        today=len(mine),
        earlier=len(still) - left,
        told=estimate(session, brand, now=now),
    )


def card(post: Post, brand: BrandRecord) -> dict[str, Any]:
    """Lay out a post for its component; nothing says what the engine made of it."""
    network, name = words.network(post.network), words.name(post.author)
    where = (
        words.handle(post.author, post.network),
        network.name,
        words.moment(post.posted_at, brand),
    )
    return {
        "name": name,
        "initials": words.initials(name),
        "where": " · ".join(filter(None, where)),
        "network": network._asdict(),
        "text": bounded(post.text.strip(), TEXT_SHOWN),
        "lang": post.lang,
        "link": way(post),
    }
