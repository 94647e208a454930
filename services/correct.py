"""A person's correction of what an engine made of a case, and the way back from it."""

from datetime import datetime

from domain.case import CaseKey
from domain.errors import ConfigError
from domain.judgement import TOPICS, Sentiment
from domain.table import one_of
from services.conversation import conversation
from services.sense import Acted, Detail
from services.watch import Watch
from services.way_back import go_back, unsaid
from store import Store
from store.brands import StoredBrand


def words_of(*, topic: str | None = None, sentiment: str | None = None) -> Detail:
    """Return what a judgement says of topic and mood. Raises ConfigError."""
    said: dict[str, object] = {}
    if topic is not None:
        if topic not in TOPICS:
            wanted = "one of " + ", ".join(TOPICS)
            raise ConfigError.at("--topic", found=topic, wanted=wanted)
        said["topic"] = topic
    if sentiment is not None:
        mood = one_of(Sentiment, sentiment, key="--sentiment")
        said["sentiment"] = mood.value
    return said


def take_back(
    store: Store, watch: Watch, key: CaseKey, *, at: datetime, by: str | None = None
) -> Acted:
    """Take back all that people said of the posts of a case, as if they never had.

    Whether the case is about the brand stays as it was said. Raises StoreError.
    """
    brand = StoredBrand(watch.id, watch.record)
    with store.reading() as session:
        found = conversation(session, brand, key, as_of=at)
    if found is None:
        return Acted.NO_CASE
    steps = unsaid(found, at=at)
    return go_back(store, watch, key, steps, at=at, by=by) if steps else Acted.ALREADY
