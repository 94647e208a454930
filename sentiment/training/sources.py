"""Labelled texts to learn from: JSON Lines, a file a source, any of which may lack.

What a source is, on what terms it may be used and what it is good for stands in
``sources.toml`` beside this file; an unknown file is used for all its labels.
"""

import gzip
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from domain.errors import ConfigError
from domain.judgement import FLAGS, TOPICS, Sentiment

KNOWN = Path(__file__).with_name("sources.toml")
MOODS = {"anger": "negative", "sadness": "negative", "joy": "positive"}
MOODS |= {"optimism": "positive"}
STRONG = 0.7
"""A valence beyond this, either way, is a sentiment."""

CORPUS_PARTS = ("train", "test", "hard")
"""The folders of our own corpus; of these only the first is learned from."""

SENTIMENTS = tuple(each.value for each in Sentiment)
UNDECIDED = "ambiguous"
"""A fourth sentiment of some sources, from which none of the three is learned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where texts come from. ``use`` is ``train``, or ``check``: never learned from.

    ``background``: talk about all and sundry, so hardly ever a complaint to a shop.
    ``weight`` is how much a text counts for sentiment, ``complaint_weight`` for whether
    it is a complaint and needs a reply.
    """

    name: str
    origin: str = "not stated"
    terms: str = "not stated"
    use: str = "train"
    background: bool = False
    weight: float = 1.0
    complaint_weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A text and what people say it is; None where nobody said.

    ``domain`` is the trade that a source names, to learn without one of them.
    """

    text: str
    source: str
    lang: str | None = None
    sentiment: int | None = None
    complaint: bool | None = None
    needs_reply: bool | None = None
    topic: int | None = None
    flags: frozenset[str] | None = None
    domain: str | None = None


def known() -> dict[str, Source]:
    """Return what is known about sources, by name."""
    told = tomllib.loads(KNOWN.read_text(encoding="utf-8"))
    return {name: Source(name=name, **each) for name, each in told.items()}


def read(folders: Iterable[Path], *, use: str = "train") -> dict[str, list[Labelled]]:
    """Return the texts of all files in ``folders``, by source, in a fixed order.

    Raises ConfigError for a folder without any, and for a line that is no record.
    """
    about = known()
    found: dict[str, list[Labelled]] = {}
    for folder in folders:
        files = sorted([*folder.glob("*.jsonl"), *folder.glob("*.jsonl.gz")])
        if not files:
            wanted = "a folder of labelled texts, such as en.jsonl"
            raise ConfigError.at("data", found=str(folder), wanted=wanted)
        for file in files:
            name = _name(folder, file)
            source = about.get(name, Source(name=name, use=_use(folder)))
            if source.use == use:
                found.setdefault(name, []).extend(_records(file, name))
    return found


def _name(folder: Path, file: Path) -> str:
    """Name a source; the files of each part of our own corpus are one."""
    if folder.parent.name != "corpus":
        return file.name.removesuffix(".gz").removesuffix(".jsonl")
    return "own" if folder.name == "train" else f"own {folder.name}"


def _use(folder: Path) -> str:
    return "check" if folder.name in CORPUS_PARTS[1:] else "train"


def _records(file: Path, source: str) -> Iterator[Labelled]:
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _read(line, source, f"{file.name}: line {number}")


def _read(line: str, source: str, where: str) -> Labelled:
    try:
        told = json.loads(line)
        text = told["text"]
    except (ValueError, KeyError, TypeError) as error:
        wanted = '{"text": "Where is my order?", "complaint": 1}'
        raise ConfigError.at(where, found=line[:60], wanted=wanted) from error
    flags = told.get("flags")
    flags = frozenset(flags) & frozenset(FLAGS) if flags is not None else None
    return Labelled(
        text=text,
        source=source,
        lang=told.get("lang"),
        sentiment=_sentiment(told, where),
        complaint=_yes_or_no(told, "complaint", where),
        needs_reply=_needs_reply(told, where),
        topic=_place(told.get("topic"), TOPICS, f"{where}: topic"),
        flags=flags,
        domain=told.get("domain"),
    )


def _sentiment(told: Mapping[str, object], where: str) -> int | None:
    valence = told.get("valence")
    if isinstance(valence, float | int):
        return 0 if valence < -STRONG else 2 if valence > STRONG else 1
    emotion = told.get("emotion")
    mood = MOODS.get(str(emotion)) if emotion else told.get("sentiment")
    if emotion or mood == UNDECIDED:
        mood = mood if mood in SENTIMENTS else None
    return _place(mood, SENTIMENTS, f"{where}: sentiment")


def _needs_reply(told: Mapping[str, object], where: str) -> bool | None:
    if "intent" in told:  # what a customer wants of a bank
        return True
    if told.get("needs_reply") is None and told.get("complaint"):
        return True
    return _yes_or_no(told, "needs_reply", where)


def _yes_or_no(told: Mapping[str, object], name: str, where: str) -> bool | None:
    value = told.get(name)
    if value not in (None, 0, 1):  # true and false are 1 and 0
        wanted = "0 or 1, true or false"
        raise ConfigError.at(f"{where}: {name}", found=value, wanted=wanted)
    return None if value is None else bool(value)


def _place(value: object, among: tuple[str, ...], where: str) -> int | None:
    if value is None:
        return None
    if value not in among:
        raise ConfigError.at(where, found=value, wanted="one of " + ", ".join(among))
    return among.index(str(value))
