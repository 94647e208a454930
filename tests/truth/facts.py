"""What happened in a story, as the product takes it in: posts and deeds of people.

A post that is deleted at a known time comes twice, as it does in life: with its words,
and later gone.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

from domain.event import Event, EventKind
from domain.post import Author, Kind, Post, PostKey, State
from tests.truth.words import Told, is_deed

_ONE_WORD = {
    EventKind.ANSWERED: "where",
    EventKind.ASSIGNED: "to",
    EventKind.CLASSED: "as",
}
YES_OR_NO = {"yes": True, "no": False}


@dataclass(slots=True)
class _Words:
    """The words of a line, taken one by one."""

    words: list[str]
    text: str = field(default="")

    @classmethod
    def of(cls, line: str) -> "_Words":
        head, _, text = f"{line} ".partition(" : ")
        return cls(head.split(), text.strip())

    def take(self, word: str) -> bool:
        found = word in self.words
        if found:
            self.words.remove(word)
        return found

    def after(self, word: str) -> str | None:
        if word not in self.words:
            return None
        place = self.words.index(word)
        value = self.words[place + 1]
        del self.words[place : place + 2]
        return value


def posts_of(story: Told) -> list[Post]:
    """Return the records of the posts, in the order in which we got to see them."""
    lines = [each for each in story.facts if not is_deed(each)]
    found = [post for line in lines for post in _posts(story, line)]
    return sorted(found, key=lambda each: each.seen_at)


def deeds_of(story: Told) -> list[Event]:
    """Return the deeds of people by their time."""
    lines = [each for each in story.facts if is_deed(each)]
    authors = {each.key: each.author for each in posts_of(story)}
    found = [_deed(story, line, authors) for line in lines]
    return sorted(found, key=lambda each: each.at)


def last_fact(story: Told) -> datetime:
    """Return when the last thing happened."""
    records = posts_of(story)
    moments = [each.at for each in deeds_of(story)]
    moments += [each.written_at for each in records]
    moments += [each.deleted_at for each in records if each.deleted_at]
    return max(moments)


def _posts(story: Told, line: str) -> list[Post]:
    said = _Words.of(line)
    when, who, name, *said.words = said.words
    given: dict[str, object] = {
        "reply_to": said.after(">"),
        "thread": said.after("in"),
        "network": said.after("on") or story.network,
        "url": said.after("url"),
        "kind": _kind(said),
        "rating": int(said.after("stars") or 0) or None,
        "backfilled": said.take("backfilled"),
        **_judged(said),
    }
    handle = said.after("as") or who
    followers = int(said.after("followers") or 0) or None
    edited, seen = said.after("edited"), said.after("seen")
    gone = _gone(story, said)
    tags = [each for each in said.words if each.startswith("@")]
    assert len(tags) == len(said.words), f"{line!r}: {said.words} mean nothing"
    post = Post(
        id=name,
        author=None
        if who == "nobody"
        else Author(id=who, handle=handle, followers=followers),
        text=said.text,
        posted_at=story.when(when),
        seen_at=story.when(seen or edited or when),
        edited_at=story.when(edited) if edited else None,
        addressed=tuple(each.removeprefix("@") for each in tags),
        **given,  # type: ignore[arg-type]
    )
    if gone is None:
        return [post]
    state, at = gone
    if at is None:
        return [replace(post, state=state)]
    later = replace(
        post, state=state, deleted_at=at, text="", seen_at=max(at, post.seen_at)
    )
    # What was gone before we looked never came with its words.
    return [later] if at < post.seen_at else [post, later]


def _kind(said: _Words) -> Kind | None:
    for each in Kind:
        if each is not Kind.POST and said.take(each.value):
            return each
    return None


def _judged(said: _Words) -> dict[str, bool]:
    """Read a person's judgement, given with the post."""
    if said.take("complaint"):
        return {"complaint": True}
    if said.take("question"):
        return {"complaint": False, "needs_reply": True}
    if said.take("courtesy"):
        return {"complaint": False, "needs_reply": False}
    return {}


def _gone(story: Told, said: _Words) -> tuple[State, datetime | None] | None:
    for state in (State.DELETED, State.REMOVED):
        if (at := said.after(state.value)) is not None:
            return state, None if at == "sometime" else story.when(at)
    return None


def _deed(story: Told, line: str, authors: dict[PostKey, Author | None]) -> Event:
    said = _Words.of(line)
    when, who, verb, *said.words = said.words
    network = said.after("on") or story.network
    name, *rest = said.words
    about = PostKey(network, name)
    author = authors[about]
    assert author is not None
    return Event(
        brand=story.brands[0][1].name,
        about=about,
        customer=author.id,
        kind=EventKind(verb),
        at=story.when(when),
        by=None if who == "-" else who,
        detail=_detail(EventKind(verb), rest, said.text),
    )


def _detail(kind: EventKind, rest: list[str], text: str) -> dict[str, object]:
    if kind is EventKind.JUDGED:
        pairs = [each.split("=") for each in rest]
        return {name: YES_OR_NO[value] for name, value in pairs}
    if kind in _ONE_WORD:
        return {_ONE_WORD[kind]: rest[0]}
    if kind is EventKind.WAIVED:
        return {"reason": text}
    if kind is EventKind.SNOOZED:
        return {"until": text}
    return {"text": text} if text else {}
