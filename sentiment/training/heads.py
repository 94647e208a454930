"""Learns one head from labelled rows, each source balanced.

Sentiment by a margin (a support vector machine), yes or no by logistic regression.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

SENTIMENTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How hard each head may lean on the texts: the inverse of the ridge."""

    sentiment: float = 0.1
    yes_or_no: float = 8.0
    topic: float = 2.0
    side: float = 16.0


PACE = Pace()


def one_of(rows: Any, labels: Any, weights: Any, *, kinds: int, pace: float) -> Any:
    """Return weights of a head that tells ``kinds`` apart, one against the rest."""
    from sklearn.svm import LinearSVC

    heads: list[Any] = []
    for kind in range(kinds):
        learner = LinearSVC(C=pace, max_iter=300, tol=1e-2, random_state=0)
        learner.fit(rows, labels == kind, sample_weight=weights)
        heads.append(np.append(learner.coef_[0], learner.intercept_[0]))
    return np.array(heads)


def yes_or_no(rows: Any, labels: Any, weights: Any, *, pace: float) -> Any:
    """Return the weights of one head, its offset last."""
    from sklearn.linear_model import LogisticRegression

    learner = LogisticRegression(
        C=pace, solver="liblinear", dual=True, max_iter=300, tol=1e-3, random_state=0
    )
    learner.fit(rows, labels, sample_weight=weights)
    return np.append(learner.coef_[0], learner.intercept_[0])


def scores(rows: Any, head: Any) -> Any:
    """Return what heads say of rows: a column a head."""
    weights = np.atleast_2d(head)
    return np.asarray(rows @ weights[:, :-1].T) + weights[:, -1]


def balanced(
    labels: Any, sources: Sequence[str], *, kinds: int, scale: dict[str, float]
) -> Any:
    """Weigh texts so that in each source every label counts alike.

    A source counts by its number of texts times ``scale``, 1 for one not in it.
    """
    told = np.array(sources)
    weights = np.ones(len(labels))
    for source in dict.fromkeys(sources):
        mine = told == source
        counts = np.bincount(labels[mine], minlength=kinds)
        there = np.count_nonzero(counts)
        for label in range(kinds):
            if counts[label]:
                share = mine.sum() / (there * counts[label])
                weights[mine & (labels == label)] = share * scale.get(source, 1.0)
    return weights


def halves(labels: Any, weights: Any) -> Any:
    """Weigh yes and no alike over all texts."""
    balanced_weights = weights.astype(float).copy()
    whole = weights.sum()
    for mine in (labels, ~labels):
        share = weights[mine].sum()
        if share:
            balanced_weights[mine] *= whole / (2 * share)
    return balanced_weights
