"""Stands for the serving side of the built-in XGBoost image, with the real library: argv is the folder of the unpacked model, and the image's tag.

Serves over HTTP (serving_http.py). What is answered follows sagemaker-xgboost-container
(algorithm_mode/serve.py and serve_utils.py of its branches 0.90-2 to 1.7-1); what differs between the images' versions is mirrored in
src/engine/algorithms/xgboost/serving.
"""

import csv
import json
import os
import pickle
import re
import sys

import numpy
import xgboost

import recordio
import serving_http
import xgboost_selected_content
from serving_http import Answer, with_charset

CONTENT_TYPES = {
    "csv": "csv", "text/csv": "csv", "libsvm": "libsvm", "text/libsvm": "libsvm", "text/x-libsvm": "libsvm",
    "recordio-protobuf": "recordio-protobuf", "application/x-recordio-protobuf": "recordio-protobuf",
}  # fmt: skip
ACCEPTS = ["application/json", "application/jsonlines", "application/x-recordio-protobuf", "text/csv"]


class Refusal(Exception):
    """The image refuses a request, with an HTTP status."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


def version_of(tag):
    """The XGBoost version of an image; a tag without one, such as 1 or latest, is the oldest image's."""
    match = re.match(r"(\d+)\.(\d+)(-|$)", tag)
    return (int(match[1]), int(match[2])) if match else (0, 72)


# --- the model


def load_models(folder, version):
    """Every model of the archive with whether it is a pickle; images before 1.2 take one."""
    names = sorted(name for name in os.listdir(folder) if os.path.isfile(os.path.join(folder, name)) and not name.startswith("."))
    if not names:
        raise ValueError("its archive holds no file at the top")
    ensemble = version >= (1, 2) and os.environ.get("SAGEMAKER_INFERENCE_ENSEMBLE", "true") == "true"
    return [load_model(os.path.join(folder, name)) for name in (names if ensemble else names[:1])]


def load_model(path):
    booster, is_pickle = read_model(path)
    booster.set_param("nthread", 1)  # as the image does: requests are small
    return booster, is_pickle


def read_model(path):
    try:
        with open(path, "rb") as file:
            return pickle.load(file), True
    except Exception as no_pickle:  # whatever it is, it may still be the library's own format
        booster = xgboost.Booster()
        try:
            booster.load_model(path)
        except Exception as error:
            library = f"xgboost {xgboost.__version__}"
            raise ValueError(f"{os.path.basename(path)} is no pickle ({no_pickle}) and no model of {library} ({first_line(error)})") from error
        return booster, False


def learner_of(booster):
    """The objective's name, and the number of classes; 0 where there are none."""
    learner = json.loads(booster.save_config())["learner"]
    return learner["objective"]["name"], int(learner["learner_model_param"].get("num_class") or 0)


# --- requests


def read_payload(body, content_type):
    kind = "libsvm" if not content_type else CONTENT_TYPES.get(content_type.lower().split(";")[0].strip())
    if kind is None:
        raise Refusal(415, f"{content_type} is not an accepted ContentType: {', '.join(CONTENT_TYPES)}.")
    readers = {"csv": read_csv, "libsvm": read_libsvm, "recordio-protobuf": read_recordio}
    try:
        return readers[kind](body), kind
    except Exception as error:
        line = " " if kind == "recordio-protobuf" else "\n "
        about = f"{line}{type(error)}{line}{error}"
        raise Refusal(415, f"Loading {kind} data failed with Exception, please ensure data is in {kind} format:{about}") from error


def read_csv(body):
    lines = body.strip().decode("utf-8").split("\n")
    try:
        sniffed = csv.Sniffer().sniff(lines[0][:512]).delimiter
    except csv.Error:  # one column; the image refuses it
        sniffed = ","
    delimiter = "," if sniffed.isalnum() or sniffed in ".-+" else sniffed
    cells = [["nan" if cell == "" else cell for cell in line.split(delimiter)] for line in lines]
    return xgboost.DMatrix(numpy.array(cells).astype(float))


def read_libsvm(body):
    """Counted from 0; a row for every line, also for one without a pair."""
    from scipy.sparse import csr_matrix

    rows, columns, values = [], [], []
    lines = body.strip().decode("utf-8").split("\n")
    for row, line in enumerate(lines):
        for item in line.split(" "):
            if ":" in item:
                index, value = item.split(":")[:2]
                rows.append(row)
                columns.append(int(index))
                values.append(float(value))
    return xgboost.DMatrix(csr_matrix((values, (rows, columns)), shape=(len(lines), max(columns, default=-1) + 1)))


def read_recordio(body):
    """Labels are passed over."""
    features, _ = recordio.read_request(body)
    return xgboost.DMatrix(features)


def check_features(booster, matrix, kind):
    """What the image checks where the model is a pickle, as those of the images up to 1.2 are."""
    trained, given = booster.num_features(), matrix.num_col()
    if kind == "libsvm":
        if given > trained + 1:
            raise ValueError(f"Feature size of libsvm inference data {given} is larger than feature size of trained model {trained}.")
    elif given not in (trained, trained - 1):
        raise ValueError(f"Feature size of {kind} inference data {given} is not consistent with feature size of trained model {trained}.")


def predict(models, objective, matrix, kind, version):
    booster, is_pickle = models[0]
    if is_pickle or version < (1, 3):
        check_features(booster, matrix, kind)
    found = [predict_one(booster, matrix) for booster, _ in models]
    if len(found) == 1:
        return found[0]
    if objective in ("multi:softmax", "binary:hinge"):
        return numpy.array([most_frequent(votes) for votes in numpy.asarray(found).T])
    return numpy.mean(found, axis=0)


def most_frequent(votes):
    values, counts = numpy.unique(votes, return_counts=True)
    return values[counts.argmax()]


def predict_one(booster, matrix):
    rounds = int(getattr(booster, "best_ntree_limit", None) or booster.attr("best_ntree_limit") or 0)
    return booster.predict(matrix, iteration_range=(0, min(rounds, booster.num_boosted_rounds())), validate_features=False)


# --- answers


def accepted_type(accept):
    name = (accept or "").split(";")[0].strip()
    if name in ("", "*/*"):
        return os.environ.get("SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT", "text/csv")
    if name.lower() not in ACCEPTS:
        raise Refusal(406, f"Accept type {name} is not supported. Please use supported accept types: {ACCEPTS}.")
    return name.lower()


def shown(value, version):
    """`str()` of the image's Python; the oldest image has Python 2.7, which shows twelve digits."""
    if isinstance(value, float) and version < (0, 90):
        text = f"{value:.12g}"
        return text if re.search(r"[.en]", text) else f"{text}.0"
    return str(value)


def encode(predictions, accept, version, follows_accept):
    values = predictions.tolist()
    if os.environ.get("SAGEMAKER_BATCH"):
        return "\n".join(shown(value, version) for value in values) + "\n"
    if not follows_accept:
        return ",".join(shown(value, version) for value in values)
    if accept == "application/json":
        return json.dumps({"predictions": [{"score": value} for value in values]})
    if accept == "text/csv":
        return "".join(",".join(map(str, value if isinstance(value, list) else [value])) + "\n" for value in values)
    raise Refusal(500, f"Content type {accept} is not supported by this framework.")


def first_line(error):
    """libxgboost's first line, without time stamp and stack."""
    return re.sub(r"^\[[\d:]+\] ", "", str(error).strip().split("\n")[0])


class XgboostService(serving_http.Service):
    def __init__(self, folder, tag):
        self.version = version_of(tag)
        self.models = load_models(folder, self.version)
        self.objective, self.classes = learner_of(self.models[0][0])
        self.follows_accept = self.version >= (1, 2) and not re.match(r"1\.2-1(-|$)", tag)
        chosen = os.environ.get("SAGEMAKER_INFERENCE_OUTPUT") if self.version >= (1, 0) else None
        self.chosen = None if chosen is None else xgboost_selected_content.chosen_keys(chosen)
        self.largest = int(os.environ.get("MAX_CONTENT_LENGTH", "6291456"))

    def execution_parameters(self):
        return {"MaxConcurrentTransforms": os.cpu_count(), "BatchStrategy": "MULTI_RECORD", "MaxPayloadInMB": self.largest // 1024**2}

    def invoke(self, body, headers):
        try:
            if len(body) > self.largest:
                raise Refusal(413, "The data value transmitted exceeds the capacity limit.")
            if not body:
                return Answer(204, serving_http.HTML)
            matrix, kind = read_payload(body, headers.get("Content-Type"))
            try:
                predictions = predict(self.models, self.objective, matrix, kind, self.version)
            except Exception as error:
                raise Refusal(400, f"Unable to evaluate payload provided: {first_line(error)}") from error
            return self.answer(predictions, headers.get("Accept"))
        except Refusal as refusal:
            return Answer(refusal.status, serving_http.HTML, str(refusal))

    def answer(self, predictions, asked):
        accept = accepted_type(asked) if self.follows_accept or self.chosen else "text/csv"
        if self.chosen is None:
            return Answer(200, with_charset(accept), encode(predictions, accept, self.version, self.follows_accept))
        try:
            rows = xgboost_selected_content.selected_rows(predictions, self.chosen, self.objective, self.classes, self.version)
            batch = bool(os.environ.get("SAGEMAKER_BATCH"))
            return Answer(200, with_charset(accept), xgboost_selected_content.encode(rows, self.chosen, accept, batch))
        except xgboost_selected_content.Unselectable as error:
            raise Refusal(500, str(error)) from error


if __name__ == "__main__":
    serving_http.serve(lambda: XgboostService(*sys.argv[1:]))
