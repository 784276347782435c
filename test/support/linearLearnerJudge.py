"""What scikit-learn makes of the data that Linear Learner is tested with, and what a model_algo-1 says of them.

stdin {"task": "data", "folder"}: writes the tables regression, binary and classes (each -train.csv, -validation.csv, -test.csv) and
  sparse-train.pbr (binary-train as sparse records, by the SageMaker SDK).
stdout {"optima": {loss: mean loss on test of the model that is best on train}, "ridge": [weights for scaled features and label],
  "balanced", "plain": the share of test that balanced and plain logistic regression call 1}
stdin {"task": "model", "model", "table"}
stdout {"files": [..], "weights": [[..]], "bias": [..], "additional": {..}, and of the table's rows "scores": [[..]], "labels": [..],
  "deviations": [..], "labelDeviation"}
"""

import json
import struct
import sys
import warnings
import zipfile

import numpy

warnings.simplefilter("ignore")
answers, sys.stdout = sys.stdout, sys.stderr  # the SDK prints
TRAIN, VALIDATION = 2000, 3000  # where each part ends
ROWS, FEATURES, CLASSES = 4000, 6, 4
RIDGE = 0.5  # wd of the test


def make(folder):
    random = numpy.random.default_rng(7)
    features = random.normal(size=(ROWS, FEATURES)) * random.uniform(0.1, 20, FEATURES) + random.uniform(-50, 50, FEATURES)
    features = features.astype(numpy.float32).astype(float)
    scaled = (features - features[:TRAIN].mean(axis=0)) / features[:TRAIN].std(axis=0)
    signal = scaled @ random.normal(size=FEATURES)
    labels = {
        "regression": signal * 7 + random.standard_t(3, size=ROWS) * 4 + 100,
        "binary": (random.random(ROWS) < 1 / (1 + numpy.exp(1.5 - 2 * signal))).astype(float),
        "classes": classes(random, scaled),
    }
    for name, values in labels.items():
        table = numpy.column_stack([values, features])
        for part, rows in (("train", table[:TRAIN]), ("validation", table[TRAIN:VALIDATION]), ("test", table[VALIDATION:])):
            numpy.savetxt(f"{folder}/{name}-{part}.csv", rows, delimiter=",", fmt="%.9g")
    write_sparse(f"{folder}/sparse-train.pbr", features[:TRAIN], labels["binary"][:TRAIN])
    return {"optima": optima(scaled, labels), **special(scaled, labels)}


def classes(random, scaled):
    """The last is rare."""
    signal = scaled @ random.normal(size=(FEATURES, CLASSES)) * 1.5
    return (signal + random.gumbel(size=(ROWS, CLASSES)) + [0, 0, 0, -2]).argmax(axis=1)


def write_sparse(path, features, labels):
    from sagemaker.amazon.common import write_spmatrix_to_sparse_tensor
    from scipy import sparse

    with open(path, "wb") as file:
        write_spmatrix_to_sparse_tensor(file, sparse.csr_matrix(features.astype("float32")), labels.astype("float32"))


def optima(scaled, labels):
    from sklearn.linear_model import HuberRegressor, LinearRegression, QuantileRegressor
    from sklearn.svm import LinearSVC

    train, test = scaled[:TRAIN], scaled[VALIDATION:]
    target = labels["regression"]

    def errors(model):
        return model.fit(train, target[:TRAIN]).predict(test) - target[VALIDATION:]

    least, median = errors(LinearRegression()), errors(QuantileRegressor(quantile=0.5, alpha=0))
    high = errors(QuantileRegressor(quantile=0.9, alpha=0))
    signs = 2 * labels["binary"] - 1
    margin = LinearSVC(C=1, loss="hinge", max_iter=200_000).fit(train, signs[:TRAIN]).decision_function(test)
    spread = numpy.abs(errors(HuberRegressor(epsilon=1.35, alpha=0, max_iter=1000)))
    return {
        "squared_loss": (least**2).mean(),
        "absolute_loss": numpy.abs(median).mean(),
        "quantile_loss": numpy.where(high > 0, 0.1 * high, -0.9 * high).mean(),
        "huber_loss": numpy.where(spread <= 5, spread**2 / 2, 5 * (spread - 2.5)).mean(),
        "eps_insensitive_squared_loss": (numpy.maximum(numpy.abs(least) - 2, 0) ** 2).mean(),
        "eps_insensitive_absolute_loss": numpy.maximum(numpy.abs(median) - 2, 0).mean(),
        "logistic": logistic(train, test, labels["binary"])[0],
        "hinge_loss": numpy.maximum(1 - signs[VALIDATION:] * margin, 0).mean(),
        "softmax_loss": logistic(train, test, labels["classes"])[0],
    }


def logistic(train, test, labels, **options):
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import log_loss

    model = LogisticRegression(C=1e6, max_iter=2000, **options).fit(train, labels[:TRAIN])
    return log_loss(labels[VALIDATION:], model.predict_proba(test)), model


def special(scaled, labels):
    """What single hyperparameters should lead to, all for scaled features (and label)."""
    from sklearn.linear_model import Ridge

    train, test = scaled[:TRAIN], scaled[VALIDATION:]
    target = labels["regression"][:TRAIN]
    # mean((prediction - label)^2) + wd / 2 * |weights|^2
    ridge = Ridge(alpha=TRAIN * RIDGE / 2).fit(train, (target - target.mean()) / target.std())
    balanced = logistic(train, test, labels["binary"], class_weight="balanced")[1]
    return {
        "ridge": ridge.coef_.tolist(),
        "balanced": float(balanced.predict(test).mean()),
        "plain": float(logistic(train, test, labels["binary"])[1].predict(test).mean()),
    }


def read_model(path, table):
    with zipfile.ZipFile(path) as archive:
        files = archive.namelist()
        additional = json.loads(archive.read("additional-params.json"))
        arrays = read_arrays(archive.read("mx-mod-0000.params"))
    weights, bias = arrays["arg:fc0_weight"], arrays["arg:fc0_bias"]
    rows = numpy.loadtxt(table, delimiter=",")
    return {
        "files": files,
        "additional": additional,
        "weights": weights.tolist(),
        "bias": bias.tolist(),
        "deviations": rows[:, 1:].std(axis=0).tolist(),
        "labelDeviation": float(rows[:, 0].std()),
        "scores": (rows[:, 1:] @ weights.T + bias).tolist(),
        "labels": rows[:, 0].tolist(),
    }


def read_arrays(data):
    """The format of mxnet.nd.save, version 2, float32 on the CPU."""
    _, _, count = struct.unpack_from("<QQQ", data)
    at, arrays = 24, []
    for _ in range(count):
        dimensions = struct.unpack_from("<Iii", data, at)[2]
        shape = struct.unpack_from(f"<{dimensions}q", data, at + 12)
        at += 12 + 8 * dimensions + 12
        values = numpy.frombuffer(data, "<f4", int(numpy.prod(shape)), at).reshape(shape)
        at += values.nbytes
        arrays.append(values)
    at += 8
    names = []
    for _ in range(count):
        (length,) = struct.unpack_from("<Q", data, at)
        names.append(data[at + 8 : at + 8 + length].decode())
        at += 8 + length
    return dict(zip(names, arrays))


asked = json.load(sys.stdin)
json.dump(make(asked["folder"]) if asked["task"] == "data" else read_model(asked["model"], asked["table"]), answers)
