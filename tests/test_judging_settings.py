"""Who judges is chosen in the settings, and a model is named with its digest."""

from pathlib import Path

import pytest

from app import settings
from app.wiring import chosen
from sentiment import DEFAULT_ENGINE, ENGINES, Model
from tests.refused import refused

DIGEST = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        pytest.param(
            "[judging]\nengine = 'oracle'",
            f"judging.engine: found 'oracle', wanted one of {', '.join(ENGINES)}",
            id="an unknown engine",
        ),
        pytest.param(
            "[judging]\nengine = 'transformer'\nmodel_sha256 = 'e3'",
            "judging.model_sha256: found 'e3', wanted the 64 hexadecimal digits that "
            "sha256sum prints",
            id="half a digest",
        ),
        pytest.param(
            "[judging]\nengine = 'transformer'",
            "judging.model_folder: found nothing, wanted the folder of an exported "
            "model, such as models/mood",
            id="a transformer without a model",
        ),
        pytest.param(
            "[judging]\nengine = 'transformer'\nmodel_folder = 'm'",
            "judging.model_sha256: found nothing, wanted the digest of its files, see "
            "docs/transformer.md",
            id="a model without a digest",
        ),
    ],
)
def test_a_wrong_choice_is_named_with_what_would_be_right(toml: str, says: str) -> None:
    assert refused(toml) == says


def test_a_model_is_for_the_engine_that_takes_one() -> None:
    bare = settings.parse({})
    assert chosen(bare) == (DEFAULT_ENGINE, None)
    assert chosen(bare, "vader") == ("vader", None)
    table = {"model_folder": "m", "model_sha256": DIGEST.upper()}
    given = settings.parse({"judging": {"engine": "transformer", **table}})
    assert chosen(given) == ("transformer", Model(folder=Path("m"), sha256=DIGEST))
    assert chosen(given, "vader") == ("vader", None)
