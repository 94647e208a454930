"""Files of posts are read by their ending, or said to be none."""

import gzip
import io
import json
from pathlib import Path

import pytest

from domain.errors import ConfigError
from domain.flat import NEEDED_COLUMNS
from domain.post import Post
from services.csv_rows import read_csv
from services.jsonl import read_jsonl
from services.records import read
from tests.posts import GOOD, NOW, a_record, what

TABLE = (
    ",".join(NEEDED_COLUMNS) + "\nbluesky,p1,did:1,Late.,2026-11-02T09:00:00Z"
).encode()
CUT = "Compressed file ended before the end-of-stream marker was reached"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("posts.jsonl", GOOD, id="JSON Lines"),
        pytest.param("posts.NDJSON", GOOD, id="ndjson, in capitals"),
        pytest.param("posts.json", GOOD, id="json"),
        pytest.param("posts.csv", TABLE, id="CSV"),
        pytest.param("posts.jsonl.gz", gzip.compress(GOOD), id="JSON Lines, gzipped"),
        pytest.param("posts.csv.gz", gzip.compress(TABLE), id="CSV, gzipped"),
    ],
)
def test_a_file_is_read_by_its_ending(
    tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert what(list(read(path, now=NOW))) == ["p1"]


POSTS = "wanted a file of posts, such as posts.jsonl"
ENDING = "wanted a name that ends in .jsonl or .csv, or in .gz after it"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param(
            "none.jsonl",
            f"found no such file or directory, {POSTS}",
            id="missing",
        ),
        pytest.param(
            "folder.csv",
            f"found is a directory, {POSTS}",
            id="folder",
        ),
        pytest.param(
            "posts.xls",
            f"found 'posts.xls', {ENDING}",
            id="other kind",
        ),
        pytest.param(
            "posts.jsonl.gz",
            "found a damaged file (Not a gzipped file (b'{\"')), wanted a whole one",
            id="not gzipped",
        ),
    ],
)
def test_what_is_said_of_a_file(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "posts.jsonl.gz").write_bytes(GOOD)
    with pytest.raises(ConfigError) as error:
        list(read(tmp_path / name, now=NOW))
    assert str(error.value) == f"{tmp_path / name}: {message}"


def test_a_damaged_archive_gives_what_it_still_holds(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl.gz"
    numbered = [json.dumps(a_record(id=str(each))).encode() for each in range(20_000)]
    path.write_bytes(gzip.compress(b"\n".join(numbered))[:-2_000])
    found = list(read(path, now=NOW))
    assert what(found[:-1]) == [str(each) for each in range(len(found) - 1)]
    assert what(found[-1:]) == [
        f"line {len(found)}: found a damaged file ({CUT}), wanted a whole one"
    ]


def test_live_posts_were_seen_now() -> None:
    for each in (
        read_jsonl(io.BytesIO(GOOD), now=NOW, live=True),
        read_csv(io.BytesIO(TABLE), now=NOW, live=True),
        read(io.BytesIO(GOOD), now=NOW, live=True),
    ):
        (post,) = each
        assert isinstance(post, Post)
        assert (post.seen_at, post.backfilled) == (NOW, False)
