"""What an answer of built-in XGBoost holds where SAGEMAKER_INFERENCE_OUTPUT chooses it, from image 1.0 on.

Follows sagemaker-xgboost-container, algorithm_mode/serve_utils.py (get_selected_predictions and the encoders below it). Mirrored in
src/engine/algorithms/xgboost/serving/selectedContent.ts.
"""

import json

import recordio_writer

LABEL, LABELS, PROBABILITY, PROBABILITIES, RAW, RAWS = (
    "predicted_label", "labels", "probability", "probabilities", "raw_score", "raw_scores",
)  # fmt: skip
SCORE = "predicted_score"
WITHOUT_PROBABILITY = [LABEL, LABELS, RAW, RAWS]
WITH_PROBABILITY = [LABEL, LABELS, PROBABILITY, PROBABILITIES, RAW, RAWS]

# What an answer can hold, in the order that it holds it.
CONTENT = {
    "reg:squarederror": [SCORE], "reg:logistic": [SCORE], "reg:gamma": [SCORE], "reg:absoluteerror": [SCORE], "reg:tweedie": [SCORE],
    "binary:logistic": WITH_PROBABILITY, "binary:logitraw": WITHOUT_PROBABILITY, "binary:hinge": WITHOUT_PROBABILITY,
    "multi:softmax": WITHOUT_PROBABILITY, "multi:softprob": WITH_PROBABILITY,
}  # fmt: skip
NEWER = {"reg:absoluteerror": (1, 7)}


class Unselectable(ValueError):
    """There is no such content, or no such form of it."""


def chosen_keys(text):
    return text.replace(" ", "").lower().split(",")


def selected_rows(predictions, keys, objective, classes, version):
    """For each row a dict; what the objective does not have is NaN. @param classes - Of a multi-class objective."""
    if objective not in CONTENT or version < NEWER.get(objective, version):
        raise Unselectable(f"Objective `{objective}` unsupported for selectable inference predictions.")
    wanted = [key for key in CONTENT[objective] if key in keys]
    missing = {key: float("nan") for key in keys if key not in wanted}
    labels = [0, 1] if objective.startswith("binary:") else list(range(classes))
    rows = []
    for prediction in predictions.tolist():
        found = content_of(objective, prediction)
        found[LABELS] = labels
        rows.append({**{key: found[key] for key in wanted}, **missing})
    return rows


def content_of(objective, prediction):
    if objective == "multi:softprob":
        best = max(prediction)
        return {LABEL: prediction.index(best), PROBABILITY: best, PROBABILITIES: prediction, RAW: best, RAWS: prediction}
    both = [1.0 - prediction, prediction]
    label = {"binary:logistic": int(prediction > 0.5), "binary:logitraw": int(prediction > 0)}.get(objective, prediction)
    return {LABEL: label, PROBABILITY: prediction, PROBABILITIES: both, RAW: prediction, RAWS: both, SCORE: prediction}


def encode(rows, keys, accept, batch):
    """@returns str, or bytes for records."""
    if accept == "application/json":
        return json.dumps({"predictions": rows})
    if accept == "application/jsonlines":
        return "".join(json.dumps(row) + "\n" for row in rows)
    if accept == "application/x-recordio-protobuf":
        return recordio_writer.records(rows)
    if accept != "text/csv":
        raise Unselectable(f"Cannot encode selected predictions into accept type '{accept}'.")
    lines = [",".join(f'"{row[key]}"' if isinstance(row[key], list) else str(row[key]) for key in keys) for row in rows]
    return "\n".join(lines) + ("\n" if batch else "")
