"""The words that decided a judgement of the model, as the author wrote them.

A token tells as much as all n-grams that start with it or have it in their middle add
to the score. Words that only hold a sentence together are never shown.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from sentiment.folding import CHARACTER, URL, USER
from sentiment.grams import ORDERS, Grams, among, word_hashes
from sentiment.heads import Weighed

MOST = 5
"""Words shown at most."""

LONGEST = 40
"""Characters of a word that is shown; longer ones are left out."""

SHARE = 0.2
"""What a word must tell, of what the most telling one of its text does."""

_LACKING = np.concatenate([np.arange(1, order) for order in ORDERS])[:, None]
_OF_ORDER: Any = np.repeat(np.arange(len(ORDERS)), np.array(ORDERS) - 1)[:, None]
"""How many characters short of its end the last runs of a text begin, by order."""

PICTURES = 0x2190
SKINS = range(0x1F3FB, 0x1F400)

_SMALL = """
    a an the and or but if so as of at by for from in into on to up out off with about
    i me my we us our you your u ur he him his she her it its they them their this that
    these those is am are was were be been being have has had do does did will would
    can could should shall may might must just also than then there here what which who
    whom s t m re ve ll d im ive
    i a o w z ze u na do od po za przez przy dla jak jest sa byl byla bylo byc bedzie to
    ta ten te ci co czy ze sie mi mnie mam moj moja moje my nas was wam ty on ona oni
    ich go jej jego im oraz ale lub albo bo gdy tez juz tylko tak tu tam
    der die das den dem des ein eine einen einem einer und oder aber ich du er sie es
    wir ihr mich mir dich dir uns euch mein meine ist sind war waren bin hat haben habe
    im in zu zum zur von vom mit auf an aus bei fur als wie auch noch so da
    el la los las un una unos unas y e o pero de del al en con por para yo tu me te se
    lo le les mi mis su sus es son era fue esta este estan ser ha han he que como muy
    le les des du et ou mais je il elle nous vous ce cette est sont au aux dans sur pour
    il gli uno ed ma di da che non per sono os as um uma no na do da dos das em ao
"""
SMALL_WORDS = frozenset(_SMALL.split())
"""The words that only hold a sentence together."""


def telling(found: Grams, weighed: Weighed, columns: Any) -> tuple[Any, Any, Any]:
    """Return the most telling tokens: their texts, their starts, their ends.

    ``columns`` says for each text which head is asked, or -1 for none. Tokens come in
    the order of the texts; starts and ends are places in the text itself.
    """
    if not len(found.tokens):
        return found.tokens, found.tokens, found.tokens
    worth = _worth(found, weighed, columns)
    firsts = (found.stream.codes & np.uint32(CHARACTER))[found.token_from]
    shown = (worth > 0) & (found.wordlike | _picture(firsts))
    shown &= ~among(found.tokens, SMALL)
    near = shown.nonzero()[0]
    texts = found.token_text[near]
    order = near[np.lexsort((-worth[near], texts))]
    texts = found.token_text[order]
    begins = texts.searchsorted(texts)
    rank = np.arange(len(order)) - begins
    chosen = (rank < MOST) & (worth[order] >= SHARE * worth[order[begins]])
    order = np.sort(order[chosen])
    texts = found.token_text[order]
    places, first = found.stream.places, found.stream.first[texts]
    starts = places[found.token_from[order]] - first
    return texts, starts, places[found.token_to[order]] - first


def written(words: Sequence[str]) -> tuple[str, ...]:
    """Return words fit to be shown, each once, whatever its case."""
    if len(set(map(str.lower, words))) == len(words) and "".join(words).isprintable():
        return tuple(word for word in words if len(word) <= LONGEST)
    kept: dict[str, str] = {}
    for word in words:
        plain = word if word.isprintable() else "".join(filter(str.isprintable, word))
        plain = plain.strip()
        if 0 < len(plain) <= LONGEST:
            kept.setdefault(plain.lower(), plain)
    return tuple(kept.values())[:MOST]


def _worth(found: Grams, weighed: Weighed, columns: Any) -> Any:
    """Return what each token adds to the score of the head its text is asked for."""
    asked, column = columns >= 0, np.maximum(columns, 0)
    of_words = _of_words(found, weighed.word_rows, column)
    of_chars = _of_chars(found, weighed.char_rows, column)
    texts = found.token_text
    worth = of_words * (asked / weighed.word_root)[texts]
    worth += of_chars * (asked / weighed.char_root)[texts]
    return worth


def _of_words(found: Grams, rows: Any, column: Any) -> Any:
    """Return the sum of the words of all kinds that start with each token."""
    size = len(found.tokens)
    wanted = column[found.token_text] + 4 * np.arange(size)
    flat = rows.ravel()
    worth, pairs, skips = (flat[4 * size * kind :].take(wanted) for kind in range(3))
    ends = found.word_to[0]
    last = ends[ends > found.word_from[0]] - 1
    # These run into the next text.
    pairs[last], skips[last], skips[np.maximum(last - 1, 0)] = 0, 0, 0
    worth += pairs
    worth += skips
    negated = wanted[found.negated] % 4 + 4 * np.arange(len(found.negated))
    worth[found.negated] += flat[12 * size :].take(negated)
    return worth


def _of_chars(found: Grams, rows: Any, column: Any) -> Any:
    """Return the sum of the runs of characters with their middle in each token."""
    stream, size = found.stream, len(found.stream.codes)
    wanted = np.repeat(column, stream.ends - stream.starts) + 4 * np.arange(size)
    runs = rows.reshape(len(ORDERS), -1).take(wanted, axis=1)
    over = np.maximum(stream.ends - _LACKING, stream.starts)
    runs[_OF_ORDER, over] = 0  # these run into the next text
    middles = np.zeros(size + max(ORDERS))
    for run, order in zip(runs, ORDERS, strict=True):
        middles[order // 2 :][:size] += run
    return np.add.reduceat(middles[:size], found.token_from)


def _picture(codes: Any) -> Any:
    emoji = (codes >= PICTURES) & (codes != URL) & (codes != USER)
    return emoji & ~((codes >= SKINS.start) & (codes < SKINS.stop))


SMALL = np.unique(word_hashes(SMALL_WORDS))
