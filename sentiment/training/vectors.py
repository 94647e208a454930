"""What words mean by the company they keep: a vector a word, from texts without labels.

Positive pointwise mutual information of words at most five apart, by a truncated
singular value decomposition (Levy, Goldberg & Dagan 2015, "Improving distributional
similarity"). It is only used to learn: a word's vector folds into its weight.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from sentiment.grams import Folding, grams
from sentiment.training import BITS

DIMENSIONS, WINDOW, SEEN = 128, 5, 4
"""How long a vector is, how far company reaches, how often a word must stand."""

SMOOTH = 0.75
"""The power that keeps rare company from counting too much."""

PIECE = 4_000


@dataclass(frozen=True, slots=True)
class Vectors:
    """A row for each bucket of words; nothing but zeros where no word fell."""

    rows: Any


def vectors(texts: Sequence[str], folding: Folding, *, seed: int) -> Vectors:
    """Return the vectors of the words of ``texts``."""
    hashes, docs = _tokens(texts, folding)
    names, places, counts = np.unique(hashes, return_inverse=True, return_counts=True)
    kept = counts >= SEEN
    ids = np.where(kept, np.cumsum(kept) - 1, -1)[places]
    known = ids >= 0
    found = _decomposed(_mutual(ids[known], docs[known], int(kept.sum())), seed)
    columns = (names[kept] >> np.uint64(64 - BITS)).astype(np.int64)
    ones: Any = np.ones(len(columns), np.float32)
    where = (columns, np.arange(len(columns)))
    spread = sp.coo_matrix((ones, where), shape=(1 << BITS, len(columns))).tocsr()
    return Vectors((spread @ found).astype(np.float32))


def _tokens(texts: Sequence[str], folding: Folding) -> tuple[Any, Any]:
    hashes, docs = [], []
    for start in range(0, len(texts), PIECE):
        batch = grams(texts[start : start + PIECE], folding)
        hashes.append(batch.tokens)
        docs.append(batch.tok_doc + start)
    return np.concatenate(hashes), np.concatenate(docs)


def _mutual(ids: Any, docs: Any, size: int) -> Any:
    company = sp.csr_matrix((size, size), dtype=np.float32)
    for apart in range(1, WINDOW + 1):
        same = docs[apart:] == docs[:-apart]
        nearer: Any = np.full(int(same.sum()), 1 / apart, np.float32)
        where = (ids[:-apart][same], ids[apart:][same])
        company = company + sp.coo_matrix((nearer, where), shape=(size, size)).tocsr()
    company = (company + company.T).tocoo()
    alone = np.asarray(company.sum(1)).ravel()
    smooth = alone**SMOOTH
    smooth = smooth / smooth.sum()
    wanted = alone[company.row] * smooth[company.col]
    mutual = np.log(company.data / wanted + 1e-9)
    more = mutual > 0
    kept = (mutual[more].astype(np.float32), (company.row[more], company.col[more]))
    return sp.coo_matrix(kept, shape=(size, size)).tocsr()


def _decomposed(mutual: Any, seed: int) -> Any:
    from sklearn.utils.extmath import randomized_svd

    left, values, _ = randomized_svd(
        mutual, min(DIMENSIONS, mutual.shape[0] - 1), n_iter=4, random_state=seed
    )
    found = left * np.sqrt(values)
    return found / (np.linalg.norm(found, axis=1, keepdims=True) + 1e-9)
