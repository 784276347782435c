"""Asks the programs that serve Linear Learner, K-Means and PCA, in every format that the developer guide documents, for models of AWS's
format; NumPy, SciPy and scikit-learn say what is right, and the SageMaker Python SDK writes and reads what is sent.

stdin: {"programs": their folder, "folder": an empty one}
stdout: {"wrong": [what differs], "said": {model: {format: the answer for two rows}}, "refused": {model: [[status, text, line of the log]]},
         "unloadable": {model: why}}
"""

import io
import json
import os
import struct
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile

import numpy
from scipy import sparse, special
from sklearn.metrics import pairwise_distances

os.environ["SAGEMAKER_SUPPRESS_V2_WARNING"] = "1"
answers, sys.stdout = sys.stdout, sys.stderr  # where the SDK logs
from sagemaker.amazon.common import write_numpy_to_dense_tensor, write_spmatrix_to_sparse_tensor  # noqa: E402
from sagemaker.deserializers import CSVDeserializer, JSONDeserializer, JSONLinesDeserializer, RecordDeserializer  # noqa: E402

asked = json.load(sys.stdin)
random = numpy.random.default_rng(7)
RECORDS, LINES = "application/x-recordio-protobuf", "application/jsonlines"
wrong, said, refused, unloadable = [], {}, {}, {}

# --- models as MXNet 1.x writes them (src/ndarray/ndarray.cc)


def arrays(entries, kind="<f4", magic=0xF993FAC9):
    parts = [struct.pack("<QQQ", 0x112, 0, len(entries))]
    for array in entries.values():
        parts.append(struct.pack("<I", magic) + (struct.pack("<i", 0) if magic != 0xF993FAC8 else b""))
        parts.append(struct.pack(f"<i{array.ndim}qiii", array.ndim, *array.shape, 1, 0, {"<f4": 0, "<f8": 1}[kind]))
        parts.append(array.astype(kind).tobytes())
    names = [name.encode() for name in entries if name]
    parts.append(struct.pack("<Q", len(names)) + b"".join(struct.pack("<Q", len(name)) + name for name in names))
    return b"".join(parts)


def linear(weights, bias, additional, *operators):
    nodes = [{"op": "null", "name": "data", "inputs": []}, *({"name": f"n{at}", **node} for at, node in enumerate(operators))]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("additional-params.json", json.dumps(additional))
        archive.writestr("manifest.json", "{}")
        archive.writestr("mx-mod-symbol.json", json.dumps({"nodes": nodes, "heads": [[len(nodes) - 1, 0, 0]]}))
        archive.writestr("mx-mod-0000.params", arrays({"arg:fc0_weight": weights, "arg:fc0_bias": bias}))
    return buffer.getvalue()


class Served:
    """A program that runs and answers."""

    def __init__(self, name, program, model):
        folder = os.path.join(asked["folder"], name)
        os.makedirs(folder)
        for file, content in model.items():
            with open(os.path.join(folder, file), "wb") as stream:
                stream.write(content)
        command = [sys.executable, "-B", os.path.join(asked["programs"], program), folder]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.announced = json.loads(self.process.stdout.readline())

    def ask(self, body, content_type, accept=None):
        headers = {"Content-Type": content_type, **({"Accept": accept} if accept else {})}
        url = f"http://127.0.0.1:{self.announced['port']}/invocations"
        try:
            with urllib.request.urlopen(urllib.request.Request(url, body, headers)) as answer:
                return answer.status, answer.headers["Content-Type"], answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers["Content-Type"], error.read()

    def close(self):
        self.process.kill()
        return self.process.communicate()[1]


# --- requests of the same rows, and answers as numbers


def payloads(rows):
    found = {"text/csv": "\n".join(",".join(map(repr, row)) for row in rows.tolist())}
    found["text/csv; label_size=1"] = "\n".join("9," + line for line in found["text/csv"].split("\n"))
    plain = [{"features": row} for row in rows.tolist()]
    nested = [{"data": {"features": {"values": row}}} for row in rows.tolist()]
    listed = [{"data": {"features": row}} for row in rows.tolist()]
    keyed = []
    for row in rows:
        keys = numpy.flatnonzero(row)
        keyed.append({"data": {"features": {"keys": keys.tolist(), "shape": [rows.shape[1]], "values": row[keys].tolist()}}})
    result = {(name, "csv"): text.encode() for name, text in found.items()}
    for title, instances in (("plain", plain), ("nested", nested), ("listed", listed), ("keyed", keyed), ("mixed", keyed[:1] + plain[1:])):
        result["application/json", title] = json.dumps({"instances": instances}).encode()
        result[LINES, title] = "\n".join(map(json.dumps, instances)).encode() + b"\n"
    for title, write, table in (
        ("dense", write_numpy_to_dense_tensor, rows),
        ("float64", write_numpy_to_dense_tensor, rows.astype("float64")),
        ("sparse", write_spmatrix_to_sparse_tensor, sparse.csr_matrix(rows)),
    ):
        buffer = io.BytesIO()
        write(buffer, table)
        result[RECORDS, title] = buffer.getvalue()
    return result


def numbers(body, content_type, collection):
    """Rows of values by name."""
    stream = io.BytesIO(body)
    if content_type == RECORDS:
        records = RecordDeserializer().deserialize(stream, content_type)
        return [{name: list(value.float32_tensor.values) for name, value in record.label.items()} for record in records]
    if content_type == "text/csv":
        rows = CSVDeserializer().deserialize(stream, content_type)
        return [dict(zip(("closest_cluster", "distance_to_cluster"), map(float, row))) for row in rows]
    found = (JSONLinesDeserializer() if content_type == LINES else JSONDeserializer()).deserialize(stream, content_type)
    return found if content_type == LINES else found[collection]


def check(name, program, model, rows, expected, accepts, collection="predictions"):
    """`expected`: values by name, each with a row for each of `rows`. `accepts`: what is asked, and the type of the answer."""
    served = Served(name, program, {"model_algo-1": model})
    wanted = [{key: numpy.atleast_1d(values[at]) for key, values in expected.items()} for at in range(len(rows))]
    for (content_type, title), body in payloads(rows).items():
        for accept, answered in accepts.items():
            status, got, text = served.ask(body, content_type, accept)
            where = f"{name}: {content_type} {title} as {accept}"
            if (status, got) != (200, answered):
                wrong.append(f"{where}: {status} {got} {text[:200]}")
                continue
            found = numbers(text, got, collection)
            if [set(row) for row in found] != [set(row) for row in wanted]:
                wrong.append(f"{where}: {found[:2]}")
            elif not all(numpy.allclose(row[key], want[key], rtol=2e-5, atol=2e-5) for row, want in zip(found, wanted) for key in want):
                wrong.append(f"{where}: values {found[:2]} instead of {wanted[:2]}")
    two = payloads(rows[:2])["text/csv", "csv"]
    said[name] = {accept or "": served.ask(two, "text/csv", accept)[2].decode("latin-1") for accept in accepts if accept != RECORDS}
    texts = [served.ask(body, kind) for body, kind in MISTAKES]
    log = [line.partition("] ")[2] for line in served.close().split("\n") if "Customer Error" in line]
    refused[name] = [[status, text.decode(), log.pop(0) if status == 400 else ""] for status, _, text in texts]


MISTAKES = [
    (b"1,2,3", "text/csv"),
    (b"1,2\n3", "text/csv"),
    (b"a,b,c,d,e", "text/csv"),
    (b"1,2,3,4,", "text/csv"),
    (b"", "text/csv"),
    (b'{"instances": [{"features": [1, 2]}]}', "application/json"),
    (b'{"instances": [{"features": [1, 2, 3, 4, [5]]}]}', "application/json"),
    (b'{"instances": [{"data": {"features": {"values": [1], "keys": [7], "shape": [8]}}}]}', "application/json"),
    (b'{"instances": [{"data": {"features": {"values": [1], "keys": [1.5]}}}]}', "application/json"),
    (b'{"instances": []}', "application/json"),
    (b"[1, 2]", "application/json"),
    (b"{", "application/jsonlines"),
    (b"no record", RECORDS),
    (b"1 1:2", "text/libsvm"),
]

rows = random.normal(size=(23, 5)).astype("float32") * [1, 30, 0.1, 2, 5]
rows[random.random(rows.shape) < 0.3] = 0
rows = rows.astype("float32")
json_types = {None: "application/json", "*/*": "application/json", "application/json": "application/json", LINES: LINES, RECORDS: RECORDS}
json_only = {**json_types, "text/csv": "application/json", "image/png": "application/json", "application/json; verbose=true": "application/json"}

centers = rows[[3, 8, 11]] + random.normal(size=(3, 5))
distances = pairwise_distances(rows, centers.astype("float32"))
clusters = {"closest_cluster": distances.argmin(axis=1), "distance_to_cluster": distances.min(axis=1)}
kmeans_accepts = {**json_types, "text/csv": "text/csv"}
check("kmeans", "kmeans_serve.py", arrays({"": centers}), rows, clusters, kmeans_accepts)
check("kmeans of the first MXNet", "kmeans_serve.py", arrays({"": centers}, magic=0xF993FAC8), rows, clusters, {None: "application/json"})

mean, components = rows.mean(axis=0) + 3, numpy.linalg.qr(random.normal(size=(5, 2)))[0]
pca = {"s": numpy.ones(2), "v": components, "mean": mean[None, :]}
projections = {"projection": (rows - mean) @ components}
check("pca", "pca_serve.py", arrays(pca), rows, projections, json_only, "projections")
check("pca of doubles", "pca_serve.py", arrays(pca, "<f8", 0xF993FACA), rows, projections, {RECORDS: RECORDS}, "projections")

weights, bias = random.normal(size=(4, 5)) / 9, random.normal(size=4)
scores = rows @ weights.T + bias
one, first = scores[:, 0], (weights[:1], bias[:1])
likely = special.expit(one)
SIGMOID, SOFTMAX, LINEAR = {"op": "LogisticRegressionOutput"}, {"op": "SoftmaxOutput"}, {"op": "LinearRegressionOutput"}
for name, model, expected in (
    ("regressor", linear(*first, {"predictor_type": "regressor"}, LINEAR), {"score": one}),
    (
        "binary",
        linear(*first, {"predictor_type": "binary_classifier", "threshold": 0.7}, SIGMOID),
        {"score": likely, "predicted_label": likely >= 0.7},
    ),
    (
        "hinge",
        linear(*first, {"predictor_type": "binary_classifier", "threshold": 0.25}, LINEAR),
        {"score": one, "predicted_label": one >= 0.25},
    ),
    (
        "multiclass",
        linear(weights, bias, {"predictor_type": "multiclass_classifier"}, SOFTMAX),
        {"score": special.softmax(scores, axis=1), "predicted_label": scores.argmax(axis=1)},
    ),
):
    check(name, "linear_learner_serve.py", model, rows, expected, json_only)
# AWS's own additional parameters are not known: the network tells.
for name, model, expected in (
    ("unsaid regressor", linear(*first, {}, LINEAR), {"score": one}),
    ("unsaid binary", linear(*first, {}, {"op": "Activation", "attrs": {"act_type": "sigmoid"}}), {"score": likely, "predicted_label": likely >= 0.5}),
    (
        "unsaid multiclass",
        linear(weights, bias, {}, {"op": "FullyConnected"}, SOFTMAX),
        {"score": special.softmax(scores, axis=1), "predicted_label": scores.argmax(axis=1)},
    ),
):
    check(name, "linear_learner_serve.py", model, rows, expected, {None: "application/json"})

for name, program, model in (
    ("empty", "kmeans_serve.py", {}),
    ("hidden", "kmeans_serve.py", {".model": b""}),
    ("text", "kmeans_serve.py", {"model_algo-1": b"x" * 99}),
    ("cut", "kmeans_serve.py", {"model_algo-1": arrays({"": centers})[:60]}),
    ("another", "kmeans_serve.py", {"model_algo-1": arrays(pca)}),
    ("swapped", "pca_serve.py", {"model_algo-1": arrays({"": centers})}),
    ("no zip", "linear_learner_serve.py", {"model_algo-1": arrays({"": centers})}),
):
    served = Served(name, program, model)
    unloadable[name] = served.announced.get("unloadable")
    served.close()

json.dump({"wrong": wrong, "said": said, "refused": refused, "unloadable": unloadable}, answers)
