"""How well engines understand: VADER and ours side by side, on texts they never saw.

Run it as ``python benchmarks/understanding.py FOLDER``: the folder holds the public
data sets as JSON Lines, which are not part of this repository; our own corpus always
is. It needs the extra ``train``, for what is learned anew in folds, and some minutes.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[0] = str(ROOT)  # this folder has a statistics.py, which is not Python's

# ruff: noqa: E402 - found by the line above
from collections.abc import Sequence
from typing import Any

import numpy as np

from domain.judgement import Judgement
from sentiment import Engine, Text
from sentiment.folding import Folding
from sentiment.training.card import measured
from sentiment.training.figures import (
    Figure,
    Where,
    auc,
    f1,
    figure,
    precision_at_recall,
)
from sentiment.training.fit import Sources, learn
from sentiment.training.heads import PACE, halves, scores, yes_or_no
from sentiment.training.make import tables
from sentiment.training.sources import CORPUS_PARTS, Labelled, known, read
from sentiment.training.space import counted

FOLDS = 10
CORPUS = ROOT / "sentiment" / "corpus"
GOALS = {
    "tweeteval_sentiment_val en sentiment macro recall": 67.0,
    "umsab_val, mean of languages sentiment macro F1": 61.0,
    "complaints, 10 folds complaint macro F1": 86.0,
    "complaints, 10 folds complaint AUC": 94.0,
    "PolEmo without its source sentiment macro F1": 62.0,
}
"""What the figures were hoped to reach, in per cent."""


def main(folder: Path) -> None:
    """Print all figures, a line each."""
    from sentiment import linear, vader

    ours, theirs = linear.build(), vader.build()
    checks = read([CORPUS / each for each in CORPUS_PARTS[1:]], use="check")
    checks |= read([folder], use="check")
    print(f"{'':58} {'VADER':>22} {'linear':>22}")  # noqa: T201 - what it is for
    for name, texts in sorted(checks.items()):
        pairs = zip(
            measured(theirs, name, texts), measured(ours, name, texts), strict=True
        )
        both = list(pairs)
        for before, after in both:
            _line(before, after)
        _mean(name, both)
    _learned_anew(folder, theirs)


def _line(before: Figure | None, after: Figure) -> None:
    name = f"{after.data} {after.head} {after.name}"
    goal = f"  wanted {GOALS[name]:.0f}" if name in GOALS else ""
    print(f"{name:58} {_said(before):>22} {_said(after):>22}{goal}")  # noqa: T201


def _said(each: Figure | None) -> str:
    return f"{each.value:.1f} ({each.low:.1f}-{each.high:.1f})" if each else "-"


def _mean(name: str, both: Sequence[tuple[Figure, Figure]]) -> None:
    """Print the mean over languages of the F1 of sentiment."""
    mine = [each for each in both if each[1][1:3] == ("sentiment", "macro F1")]
    if len(mine) > 1:
        data = f"{name}, mean of languages"
        means = [
            Figure(data, "sentiment", "macro F1", sum(each.n for each in side),
                   *(float(np.mean([each[at] for each in side])) for at in (4, 5, 6)))
            for side in zip(*mine, strict=True)
        ]  # fmt: skip
        _line(*means)


def _learned_anew(folder: Path, theirs: Engine) -> None:
    """Print what takes learning without the texts that are asked about."""
    sources = read([CORPUS / "train", folder])
    table = tables()
    folding = Folding.of(*(table[each] for each in ("fold", "kind", "lex_keys",
                                                    "lex_values")))  # fmt: skip
    if "complaints_train" in sources:
        _complaints(sources, folding, theirs)
    if "polemo_medicine_sentences_train" in sources:
        _polemo(sources, folding, theirs)


def _complaints(sources: Sources, folding: Folding, theirs: Engine) -> None:
    """Learn complaints in folds of texts, and in folds of domains."""
    texts = list(sources["complaints_train"])
    rest = {name: each for name, each in sources.items() if name != "complaints_train"}
    found = learn(rest, known(), folding)
    own = [each for each in sources["own"] if each.complaint is not None]
    rows = found.space.rows(counted([each.text for each in texts], folding))
    more = found.space.rows(counted([each.text for each in own], folding))
    labels = np.array([bool(each.complaint) for each in texts])
    own_labels = np.array([bool(each.complaint) for each in own])
    order = np.random.default_rng(0).permutation(len(texts))
    folds: Any = np.empty(len(texts), int)
    folds[order] = np.arange(len(texts)) % FOLDS
    domains = np.array([each.domain or "" for each in texts])
    vader = [each.p_negative - each.p_positive for each in _judged(theirs, texts)]
    called = [each.is_complaint for each in _judged(theirs, texts)]
    for data, parts in (
        ("complaints, 10 folds", folds),
        ("complaints, domain never seen", domains),
    ):
        told = np.zeros(len(texts))
        for part in np.unique(parts):
            mine = parts != part
            told[~mine] = _complains(rows, labels, mine, more, own_labels)
        for name, measure, before, after in (
            ("macro F1", f1, called, told > 0),
            ("AUC", auc, vader, told),
            ("precision at 90 % recall", precision_at_recall, vader, told),
        ):
            where = Where(data, "complaint", name)
            _line(
                figure(where, measure, labels, np.array(before)),
                figure(where, measure, labels, after),
            )


def _complains(rows: Any, labels: Any, mine: Any, more: Any, more_labels: Any) -> Any:
    import scipy.sparse as sp

    taught = sp.vstack([rows[mine], more]).tocsr()
    truth = np.concatenate([labels[mine], more_labels])
    weights = np.ones(len(truth))
    weights[: np.count_nonzero(mine)] = known()["complaints_train"].complaint_weight
    weights = halves(truth, weights)
    return scores(rows[~mine], yes_or_no(taught, truth, weights, pace=PACE.yes_or_no))[
        :, 0
    ]


def _polemo(sources: Sources, folding: Folding, theirs: Engine) -> None:
    """Ask about Polish reviews of doctors after learning from all other sources."""
    name = "polemo_medicine_sentences_train"
    texts = [each for each in sources[name] if each.sentiment is not None]
    rest = {other: each for other, each in sources.items() if other != name}
    found = learn(rest, known(), folding)
    rows = found.space.rows(counted([each.text for each in texts], folding))
    told = scores(rows, found.sentiment).argmax(1)
    truth = np.array([each.sentiment for each in texts])
    moods = {"negative": 0, "neutral": 1, "positive": 2}
    vader = np.array([moods[each.sentiment.value] for each in _judged(theirs, texts)])
    where = Where("PolEmo without its source", "sentiment", "macro F1")
    _line(figure(where, f1, truth, vader), figure(where, f1, truth, told))


def _judged(engine: Engine, texts: Sequence[Labelled]) -> list[Judgement]:
    return engine.judge([Text(each.text, each.lang) for each in texts])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
