"""A model on disk: found, vouched for, refused."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import sklearn
import skops.io

from analyzer.errors import AnalyzerError, ModelRefusedError
from analyzer.features import feature_table, features
from analyzer.modeling.artifact import (
    CARD_FILE,
    MODEL_FILE,
    TRUSTED_TYPES,
    Model,
    load_model,
    model_folder,
    save_model,
)
from tests.conftest import ROOT, reviewed

MADE: list[str] = []


class Foreign:
    """A type no card can vouch for; it remembers that it was built."""

    def __new__(cls) -> Foreign:
        MADE.append("built")
        return super().__new__(cls)

    def __setstate__(self, state: dict[str, Any]) -> None:
        MADE.append("filled")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shipped model that may be tampered with."""
    return Path(shutil.copytree(ROOT / "models" / "default", tmp_path / "copy"))


def rewritten_card(folder: Path, **changes: Any) -> None:
    card = json.loads((folder / CARD_FILE).read_text(encoding="utf-8"))
    card = {key: value for key, value in {**card, **changes}.items() if value is not None}
    (folder / CARD_FILE).write_text(json.dumps(card), encoding="utf-8")


def with_content(folder: Path, content: bytes) -> None:
    """Another model file that its card vouches for."""
    (folder / MODEL_FILE).write_bytes(content)
    rewritten_card(folder, sha256=hashlib.sha256(content).hexdigest())


def test_the_shipped_model_fits_its_card_and_the_features(default_model: Model) -> None:
    content = (ROOT / "models" / "default" / MODEL_FILE).read_bytes()
    assert default_model.stamp.sha256 == hashlib.sha256(content).hexdigest()
    assert default_model.stamp.name == "default"
    assert default_model.classifier.columns == tuple(column.name for column in features())


def test_the_card_names_every_column_with_its_direction(default_model: Model) -> None:
    told = [(column["name"], column["direction"], column["meaning"]) for column in default_model.card["columns"]]
    assert told == [(column.name, int(column.direction), column.meaning) for column in features()]


def test_a_saved_model_predicts_as_before(default_model: Model, tmp_path: Path) -> None:
    stamp = save_model(
        default_model.classifier, default_model.judges, {"name": "again", "version": "7"}, tmp_path / "deep" / "again"
    )
    loaded = load_model(str(tmp_path / "deep" / "again"))
    table = feature_table([reviewed(["C: Where is it?", "B: Send us a private message."])])
    assert loaded.stamp == stamp
    assert (stamp.name, stamp.version) == ("again", "7")
    assert (loaded.classifier.probabilities(table) == default_model.classifier.probabilities(table)).all()


def test_a_tampered_model_is_refused(copy: Path) -> None:
    content = bytearray((copy / MODEL_FILE).read_bytes())
    content[len(content) // 2] ^= 1
    (copy / MODEL_FILE).write_bytes(content)
    with pytest.raises(ModelRefusedError, match="does not have the SHA-256 of its card"):
        load_model(str(copy))


def test_a_tampered_card_is_refused(copy: Path) -> None:
    rewritten_card(copy, sha256="0" * 64)
    with pytest.raises(ModelRefusedError, match="does not have the SHA-256 of its card"):
        load_model(str(copy))


@pytest.mark.parametrize("key", ["name", "version", "sha256", "scikit_learn"])
def test_a_card_without_a_required_key_is_refused(copy: Path, key: str) -> None:
    rewritten_card(copy, **{key: None})
    with pytest.raises(ModelRefusedError, match="cannot be read"):
        load_model(str(copy))


@pytest.mark.parametrize("content", ["", "{", "[]", '"card"', "null", "\udcff"])
def test_a_card_that_is_no_card_is_refused(copy: Path, content: str) -> None:
    (copy / CARD_FILE).write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(ModelRefusedError, match="cannot be read"):
        load_model(str(copy))


@pytest.mark.parametrize("version", ["0.24.2", "1.8.0", "2.0.0", "99"])
def test_a_model_of_another_scikit_learn_is_refused_with_its_mend(copy: Path, version: str) -> None:
    rewritten_card(copy, scikit_learn=version)
    with pytest.raises(ModelRefusedError, match=f"install scikit-learn {version} or train it anew") as error:
        load_model(str(copy))
    assert sklearn.__version__ in str(error.value)


def test_a_patch_release_of_scikit_learn_is_the_same(copy: Path) -> None:
    rewritten_card(copy, scikit_learn=f"{sklearn.__version__.rpartition('.')[0]}.99")
    assert load_model(str(copy)).stamp.name == "default"


def test_a_foreign_type_is_refused_without_being_built(copy: Path) -> None:
    content = skops.io.dumps({"at_least_partial": Foreign(), "at_least_responsive": 1, "columns": []})
    with_content(copy, content)
    MADE.clear()
    with pytest.raises(ModelRefusedError, match=r"untrusted types: .*Foreign"):
        load_model(str(copy))
    assert MADE == []
    skops.io.loads(content, trusted=skops.io.get_untrusted_types(data=content))
    assert MADE, "building it would have shown"


@pytest.mark.parametrize(
    "content",
    [b"", b"not an archive", skops.io.dumps([1, 2]), skops.io.dumps({"columns": ["x"]})],
    ids=["empty", "noise", "list", "half"],
)
def test_a_file_that_is_no_model_is_refused(copy: Path, content: bytes) -> None:
    with_content(copy, content)
    with pytest.raises(ModelRefusedError, match="model cannot be read"):
        load_model(str(copy))


def test_only_scikit_learns_own_types_are_trusted() -> None:
    assert all(name.startswith("sklearn.") for name in TRUSTED_TYPES)


def test_a_missing_model_file_is_refused(copy: Path) -> None:
    (copy / MODEL_FILE).unlink()
    with pytest.raises(ModelRefusedError, match="cannot be read"):
        load_model(str(copy))


def test_a_name_is_looked_up_beside_the_user_before_the_package(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert model_folder("default").resolve() == (ROOT / "models" / "default").resolve()
    (tmp_path / "models").mkdir()
    copy.rename(tmp_path / "models" / "default")
    assert model_folder("default").resolve() == tmp_path / "models" / "default"


def test_a_path_is_never_looked_up_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelRefusedError, match=r"\./default: no such model; looked in default"):
        load_model("./default")


def test_an_unknown_name_says_where_it_was_looked_for() -> None:
    with pytest.raises(ModelRefusedError, match="nobody: no such model; looked in models/nobody, "):
        load_model("nobody")


def test_a_model_cut_short_is_refused_and_leaves_nothing_behind(
    default_model: Model, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.replace", lambda source, target: (_ for _ in ()).throw(OSError(28, "No space left")))
    with pytest.raises(AnalyzerError, match="no space left"):
        save_model(default_model.classifier, default_model.judges, {"name": "x", "version": "1"}, copy)
    assert load_model(str(copy)).stamp == default_model.stamp
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]


def test_the_card_comes_last_over_a_model_that_is_there(
    default_model: Model, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop_at_the_card(source: Path, target: Path) -> None:
        if target.name == CARD_FILE:
            raise OSError(5, "Input/output error")
        target.write_bytes(source.read_bytes() + b"changed")

    monkeypatch.setattr("os.replace", stop_at_the_card)
    with pytest.raises(AnalyzerError):
        save_model(default_model.classifier, default_model.judges, {"name": "x", "version": "1"}, copy)
    with pytest.raises(ModelRefusedError, match="SHA-256"):
        load_model(str(copy))


def test_what_else_stands_in_the_folder_stays(default_model: Model, copy: Path) -> None:
    (copy / "notes.txt").write_text("mine")
    card = {"name": "x", "version": "1"}
    stamp = save_model(default_model.classifier, default_model.judges, card, copy, lambda full: {"s": full["sha256"]})
    assert (copy / "notes.txt").read_text() == "mine"
    assert (copy / "s").read_text() == stamp.sha256 == load_model(str(copy)).stamp.sha256
