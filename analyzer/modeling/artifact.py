"""A model on disk: ``model.skops`` beside the ``card.json`` that vouches for it.

skops builds objects only from types on a list and runs no code from the file, so a stranger's model can be refused
before anything of it is executed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import sklearn
import sklearn.utils

from analyzer.errors import AnalyzerError, ModelRefusedError
from analyzer.modeling.classifier import OrdinalClassifier
from analyzer.nlp.judging import Judges
from analyzer.nlp.text_model import TextModel
from analyzer.scores import ModelStamp

MODEL_FILE, CARD_FILE = "model.skops", "card.json"
TRUSTED_TYPES = (
    "sklearn.preprocessing._label.LabelEncoder",
    "sklearn.calibration.CalibratedClassifierCV",
    "sklearn.ensemble._hist_gradient_boosting.gradient_boosting.HistGradientBoostingClassifier",
    "sklearn.calibration._CalibratedClassifier",
    "sklearn.calibration._SigmoidCalibration",
    "sklearn.ensemble._hist_gradient_boosting.binning._BinMapper",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    "sklearn._loss.link.Interval",
    "sklearn._loss.link.LogitLink",
    "sklearn._loss.loss.HalfBinomialLoss",
    "sklearn._loss._loss.CyHalfBinomialLoss",
)
_ARRAYS = ("rarity", "weights", "intercepts", "slopes", "offsets", "thresholds")
_PACKAGE = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Model:
    """A classifier ready to score, the judges of replies it was fitted on, and the stamp every score carries."""

    classifier: OrdinalClassifier
    judges: Judges
    stamp: ModelStamp
    card: Mapping[str, Any]


def model_folder(name: str) -> Path:
    """Folder of a model: a path if it holds a separator, else ``./models/NAME``, else the packaged one.

    Raises:
        ModelRefusedError: There is no such folder.
    """
    if "/" in name or "\\" in name:
        candidates = [Path(name)]
    else:
        candidates = [Path("models") / name, _PACKAGE / "_models" / name, _PACKAGE.parent / "models" / name]
    for folder in candidates:
        if (folder / CARD_FILE).is_file():
            return folder
    raise ModelRefusedError("no such model", name, f"looked in {', '.join(str(folder) for folder in candidates)}")


def save_model(
    classifier: OrdinalClassifier,
    judges: Judges,
    card: Mapping[str, Any],
    folder: Path,
    companions: Callable[[Mapping[str, Any]], Mapping[str, str]] = lambda card: {},
) -> ModelStamp:
    """Writes the model, what stands beside it, and last its card, completed with SHA-256 and versions.

    A new folder appears as a whole. In one that is there, files are replaced one by one and the card last, so that a
    model cut short does not fit its card and is refused.

    Args:
        classifier: The fitted models.
        judges: The text models whose evidence it was fitted on.
        card: At least ``name`` and ``version``.
        folder: Created if need be; other files in it stay.
        companions: Text of further files by name, from the completed card.

    Raises:
        AnalyzerError: The folder cannot be written.
    """
    content = _skops_io().dumps(
        {
            "at_least_partial": classifier.at_least_partial,
            "at_least_responsive": classifier.at_least_responsive,
            "columns": list(classifier.columns),
            "judges": {"acts": _plain(judges.acts), "answers": _plain(judges.answers)},
        }
    )
    sha256 = hashlib.sha256(content).hexdigest()
    full = {**card, "sha256": sha256, "scikit_learn": sklearn.__version__}
    files = {name: text.encode("utf-8", "replace") for name, text in companions(full).items()}
    files[MODEL_FILE] = content
    files[CARD_FILE] = (json.dumps(full, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
    try:
        _install(folder, files)
    except OSError as error:
        what = (error.strerror or "cannot be written").lower()
        raise AnalyzerError(what, str(folder), "check the path and your rights to it") from error
    return ModelStamp(str(card["name"]), str(card["version"]), sha256)


def _install(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".partial", dir=folder.parent))
    try:
        for name, content in files.items():
            (staged / name).write_bytes(content)
        staged.chmod(0o755)
        if folder.exists():
            for name in files:
                os.replace(staged / name, folder / name)
        else:
            os.rename(staged, folder)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def load_model(name: str = "default") -> Model:
    """A model that fits its card.

    Raises:
        ModelRefusedError: Files are missing or were tampered with, another scikit-learn wrote them, or they hold
            types that are not trusted.
    """
    folder = model_folder(name)
    try:
        card = json.loads((folder / CARD_FILE).read_text(encoding="utf-8"))
        content = (folder / MODEL_FILE).read_bytes()
        stamp = ModelStamp(card["name"], card["version"], card["sha256"])
        written_by = card["scikit_learn"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelRefusedError("model or card cannot be read", str(folder), "train it anew") from error
    if hashlib.sha256(content).hexdigest() != stamp.sha256:
        raise ModelRefusedError("model does not have the SHA-256 of its card", str(folder), "train it anew")
    if _minor(written_by) != _minor(sklearn.__version__):
        raise ModelRefusedError(
            f"model was written by scikit-learn {written_by}, this is {sklearn.__version__}",
            str(folder),
            f"install scikit-learn {written_by} or train it anew",
        )
    return Model(*_parts(content, folder), stamp, card)


def _skops_io() -> Any:
    """``skops.io`` without its own list of trusted estimators, so that only ``TRUSTED_TYPES`` are trusted.

    skops makes that list by importing all of scikit-learn, which takes as long as scoring a file.
    """
    with patch.object(sklearn.utils, "all_estimators", return_value=[]):
        import skops.io
    return skops.io


def _parts(content: bytes, folder: Path) -> tuple[OrdinalClassifier, Judges]:
    skops_io = _skops_io()
    try:
        foreign = set(skops_io.get_untrusted_types(data=content)) - set(TRUSTED_TYPES)
        if foreign:
            raise ModelRefusedError(f"model holds untrusted types: {', '.join(sorted(foreign))}", str(folder))
        parts = skops_io.loads(content, trusted=list(TRUSTED_TYPES))
        columns = tuple(str(column) for column in parts["columns"])
        for name in ("at_least_partial", "at_least_responsive"):
            _refuse_broken_trees(parts[name], len(columns), folder)
        classifier = OrdinalClassifier(parts["at_least_partial"], parts["at_least_responsive"], columns)
        return classifier, Judges(*(_text_model(parts["judges"][name]) for name in ("acts", "answers")))
    except ModelRefusedError:
        raise
    except Exception as error:  # whatever a malformed archive makes skops raise
        raise ModelRefusedError("model cannot be read", str(folder), "train it anew") from error


def _plain(model: TextModel) -> dict[str, Any]:
    """A text model as lists and arrays."""
    return {
        "outputs": list(model.outputs),
        "rows": "\n".join(model.rows),
        **{name: getattr(model, name).astype(np.float32) for name in _ARRAYS},
        "cue_weight": model.cue_weight,
    }


def _text_model(plain: Mapping[str, Any]) -> TextModel:
    outputs = tuple(str(output) for output in plain["outputs"])
    rows = {name: row for row, name in enumerate(str(plain["rows"]).split("\n"))}
    arrays = {name: np.asarray(plain[name], dtype=np.float64) for name in _ARRAYS}
    shapes = {"rarity": (len(rows),), "weights": (len(rows), len(outputs))}
    for name, array in arrays.items():
        if array.shape != shapes.get(name, (len(outputs),)) or not np.isfinite(array).all():
            raise ValueError(name)
    return TextModel(outputs, rows, **arrays, cue_weight=float(plain["cue_weight"]))


def _refuse_broken_trees(calibrated: Any, columns: int, folder: Path) -> None:
    """Trees index memory without checking; one whose indices lead outside itself is refused."""
    for classifier in calibrated.calibrated_classifiers_:
        for trees in classifier.estimator._predictors:
            for tree in trees:
                nodes = tree.nodes
                inner = nodes[nodes["is_leaf"] == 0]
                children = np.concatenate([inner["left"], inner["right"]])
                forward = bool((inner["left"] > 0).all() and (inner["right"] > 0).all()) if len(inner) else True
                if (
                    not len(nodes)
                    or not forward
                    or (children >= len(nodes)).any()
                    or ((inner["feature_idx"] < 0) | (inner["feature_idx"] >= columns)).any()
                    or inner["is_categorical"].any()
                ):
                    raise ModelRefusedError("model holds a broken tree", str(folder), "train it anew")


def _minor(version: str) -> str:
    return ".".join(str(version).split(".")[:2])
