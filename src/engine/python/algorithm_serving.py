"""What the programs share that stand for the serving side of Linear Learner, K-Means and PCA.

Requests and answers: developer guide, "Common data formats for inference", and each algorithm's response formats. That an answer is
JSON where the image has no encoder for what Accept asks: issue 993 of aws/sagemaker-python-sdk. What stands in the log and in the answer
where a request cannot be evaluated: issues 345 of that repository, 1881 of aws/amazon-sagemaker-examples. How the images refuse a content
type is not published for these three; BlazingText's words stand for theirs (issue 2047 of the examples).
"""

import json
import os

import numpy

import recordio
import recordio_writer
import serving_http
from algorithm_container import ClientError, log
from serving_http import Answer

JSON, JSON_LINES, RECORDS, CSV = "application/json", "application/jsonlines", "application/x-recordio-protobuf", "text/csv"
LARGEST_KEY = 1 << 62


class AlgorithmService(serving_http.Service):
    """`collection` is what JSON calls the list of predictions; `csv`: whether the image has an encoder for CSV."""

    collection = "predictions"
    csv = False

    def __init__(self, width):
        self.width = width

    def predict(self, features):
        """@param features - float32, rows × `width`, or a scipy CSR matrix. @returns Values by name, each rows × … , float32."""
        raise NotImplementedError

    def invoke(self, body, headers):
        given = headers.get("Content-Type") or ""
        read = READERS.get(media_type(given))
        if read is None:
            return Answer(415, serving_http.HTML, f"content-type {given} not supported")
        try:
            features = fitted(read(body, given), self.width)
        except (ClientError, recordio.Malformed) as error:
            said = f"The payload {error}." if isinstance(error, recordio.Malformed) else error
            log(f"Customer Error: {said}", "ERROR")
            return Answer(400, serving_http.HTML, "unable to evaluate payload provided")
        found = {name: values.tolist() for name, values in self.predict(features).items()}
        rows = [dict(zip(found, row)) for row in zip(*found.values())]
        return self.answer(rows, media_type(headers.get("Accept") or ""))

    def answer(self, rows, accept):
        if accept == RECORDS:
            return Answer(200, RECORDS, recordio_writer.records(rows))
        if accept == JSON_LINES:
            return Answer(200, JSON_LINES, "\n".join(map(json.dumps, rows)))
        if accept == CSV and self.csv:
            return Answer(200, CSV, "\n".join(",".join(map(str, row.values())) for row in rows))
        return Answer(200, JSON, json.dumps({self.collection: rows}))


def model_file(folder):
    """The artifact's one file; the images call it model_algo-1."""
    names = sorted(name for name in os.listdir(folder) if not name.startswith("."))
    if not names:
        raise ValueError("its archive holds no file")
    return os.path.join(folder, "model_algo-1" if "model_algo-1" in names else names[0])


def loaded(read, folder):
    """What `read` makes of the artifact. Raises ValueError with a sentence."""
    path = model_file(folder)
    try:
        return read(path)
    except (ValueError, OSError) as error:
        raise ValueError(f"{os.path.basename(path)} {error}") from error


def read_octets(path):
    with open(path, "rb") as file:
        return file.read()


# --- requests


def media_type(header):
    return header.split(";")[0].strip().lower()


def read_csv(body, content_type):
    """Features only, unless the content type says that labels come first."""
    try:
        cells = [[float(cell) for cell in line.split(",")] for line in text_of(body).splitlines() if line.strip()]
    except ValueError as error:
        raise ClientError(f"The CSV holds what is no number: {error}.") from error
    wrong = next((number for number, row in enumerate(cells, 1) if len(row) != len(cells[0])), None)
    if wrong is not None:
        raise ClientError(f"Row {wrong} of the CSV has {len(cells[wrong - 1])} columns and the first has {len(cells[0])}.")
    size = 1 if "label_size=1" in content_type.replace(" ", "").lower() else 0
    return numbers(cells)[:, size:]


def read_json(body, _):
    instances = parsed(text_of(body))
    instances = instances.get("instances") if isinstance(instances, dict) else None
    if not isinstance(instances, list):
        raise ClientError('The JSON has no list "instances".')
    return recordio.assemble([features_of(instance) for instance in instances])


def read_json_lines(body, _):
    return recordio.assemble([features_of(parsed(line)) for line in text_of(body).splitlines() if line.strip()])


def read_records(body, _):
    return recordio.read_request(body)[0]


READERS = {CSV: read_csv, JSON: read_json, JSON_LINES: read_json_lines, RECORDS: read_records}


def features_of(instance):
    """(values, keys, length) of a row, as recordio.decode_record has them. A list, or a tensor, under `features`, which may stand in `data`."""
    if isinstance(instance, dict):
        instance = instance.get("data", instance)
    features = instance.get("features") if isinstance(instance, dict) else None
    if isinstance(features, list):
        features = {"values": features}
    if not isinstance(features, dict) or not isinstance(features.get("values"), list):
        raise ClientError('An instance has no "features", a list of numbers or a tensor with "values".')
    values, keys, shape = numbers([features["values"]])[0], features.get("keys"), features.get("shape")
    if not keys:
        return values, None, 0
    if not (are_counts(keys) and are_counts(shape or []) and len(keys) == len(values)):
        raise ClientError("An instance has other keys than one whole number for each of its values.")
    return values, numpy.array(keys, numpy.int64), max((shape or [0])[-1], max(keys) + 1)


def are_counts(items):
    return isinstance(items, list) and all(type(item) is int and 0 <= item < LARGEST_KEY for item in items)


def text_of(body):
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ClientError("The payload is no text in UTF-8.") from error


def parsed(text):
    try:
        return json.loads(text)
    except ValueError as error:
        raise ClientError(f"The payload is no JSON: {error}.") from error


def numbers(rows):
    """A float32 table of lists of numbers."""
    try:
        table = numpy.array(rows or [[]], numpy.float64).astype(numpy.float32)
    except (TypeError, ValueError, OverflowError) as error:
        raise ClientError(f"The payload holds what is no number: {str(error).rstrip('.')}.") from error
    if table.ndim != 2:
        raise ClientError("The payload holds lists where it should hold numbers.")
    return table[: len(rows)]


def fitted(features, width):
    """With as many columns as the model has; sparse rows may have fewer."""
    dense = isinstance(features, numpy.ndarray)
    if features.shape[0] == 0:
        raise ClientError("The payload has no rows.")
    if not dense and features.shape[1] < width:
        features.resize(features.shape[0], width)
    if features.shape[1] != width:
        raise ClientError(
            f"The feature dimension of the input: {features.shape[1]} does not match the feature dimension of the model: {width}. "
            "Please fix the input and try again."
        )
    if not numpy.isfinite(features if dense else features.data).all():
        raise ClientError("The payload holds an empty cell, NaN or infinity; every feature needs a number.")
    return features
