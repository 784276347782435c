"""The xgboost package called directly, on data of every format; and scikit-learn for the metrics that the image adds.

stdin: {"write": folder, "kinds": {name: kind of label}}: writes <name>.csv, .svm, .parquet, .rec and .sparse.rec, 200 rows each
stdout: null
stdin: {"folder", "cases": [{"name", "format", "params", "rounds", "model": file under test, "own": [metrics of the image]}]}
stdout: [{"metrics": {metric: [..]}, "difference": largest of the predictions', "sameTrees": bool, "own": {metric: last value}}]
"""

import json
import os
import sys

import numpy
import xgboost
from scipy import sparse

FORMATS = ("csv", "svm", "parquet", "rec", "sparse.rec")


def table(name, kind):
    """Label and features; a third of the cells are empty, which CSV and sparse formats leave out."""
    random = numpy.random.default_rng(len(name))
    features = random.normal(size=(200, 6)).astype(numpy.float32)
    signal = features[:, 0] * 2 + features[:, 1] ** 2 + random.normal(size=200) / 10
    features[random.random(features.shape) < 0.3] = numpy.nan
    labels = {
        "number": signal,
        "positive": numpy.exp(signal / 3),
        "count": numpy.floor(numpy.exp(signal / 3)),
        "class": (signal > 1).astype(float),
        "classes": numpy.clip(numpy.floor(signal), 0, 2),
        "grade": numpy.clip(numpy.floor(signal), 0, 4),
    }[kind]
    return labels.astype(numpy.float32), features


def write(folder, name, kind):
    import pyarrow
    from pyarrow import parquet

    stdout, sys.stdout = sys.stdout, sys.stderr  # where the SDK logs
    from sagemaker.amazon.common import write_numpy_to_dense_tensor, write_spmatrix_to_sparse_tensor

    sys.stdout = stdout
    labels, features = table(name, kind)
    rows = list(zip(labels, features))

    def cell(value):
        return "" if numpy.isnan(value) else repr(float(value))

    with open(os.path.join(folder, f"{name}.csv"), "w") as file:
        file.writelines(f"{float(label)!r},{','.join(map(cell, row))}\n" for label, row in rows)
    with open(os.path.join(folder, f"{name}.svm"), "w") as file:
        for number, (label, row) in enumerate(rows):
            group = f" qid:{number // 10}" if kind == "grade" else ""
            pairs = "".join(f" {index}:{float(value)!r}" for index, value in enumerate(row) if not numpy.isnan(value))
            file.write(f"{float(label)!r}{group}{pairs}\n")
    columns = {f"x{index}": pyarrow.array(column, from_pandas=True) for index, column in enumerate(features.T)}
    parquet.write_table(pyarrow.table({"y": labels, **columns}), os.path.join(folder, f"{name}.parquet"))
    with open(os.path.join(folder, f"{name}.rec"), "wb") as file:
        write_numpy_to_dense_tensor(file, features, labels)
    with open(os.path.join(folder, f"{name}.sparse.rec"), "wb") as file:
        write_spmatrix_to_sparse_tensor(file, as_sparse(features), labels)


def as_sparse(features):
    present = ~numpy.isnan(features)
    return sparse.csr_matrix((features[present], numpy.nonzero(present)), shape=features.shape)


def matrix(folder, case, kind):
    if case["format"] == "svm":
        return xgboost.DMatrix(f"{os.path.join(folder, case['name'])}.svm?format=libsvm")
    labels, features = table(case["name"], kind)
    return xgboost.DMatrix(as_sparse(features) if case["format"] == "sparse.rec" else features, labels)


def judge(folder, case, kinds):
    train = matrix(folder, case, kinds[case["name"]])
    results = {}
    params = {"verbosity": 0, **case["params"]}
    booster = xgboost.train(params, train, case["rounds"], evals=[(train, "train")], evals_result=results, verbose_eval=False)
    ours = xgboost.Booster(model_file=case["model"])
    return {
        "metrics": {name: values for name, values in results["train"].items()},
        "difference": float(numpy.abs(booster.predict(train) - ours.predict(train)).max()),
        "sameTrees": booster.get_dump() == ours.get_dump(),
        "own": {name: own(name, booster, train) for name in case.get("own", [])},
    }


def own(name, booster, train):
    from sklearn import metrics

    labels, margins = train.get_label(), booster.predict(train, output_margin=True)
    if name in ("mse", "r2"):
        return float({"mse": metrics.mean_squared_error, "r2": metrics.r2_score}[name](labels, margins))
    found = margins.argmax(axis=1) if margins.ndim == 2 else (margins > 0).astype(int)
    if "accuracy" in name:
        return float(getattr(metrics, f"{name}_score" if name != "accuracy" else "accuracy_score")(labels, found))
    measure, _, average = name.partition("_")
    average = average or ("macro" if measure == "f1" else "binary")
    return float(getattr(metrics, f"{measure}_score")(labels, found, average=average, zero_division=0))


asked = json.load(sys.stdin)
if "write" in asked:
    for label, kind in asked["kinds"].items():
        write(asked["write"], label, kind)
    print("null")
else:
    print(json.dumps([judge(asked["folder"], case, asked["kinds"]) for case in asked["cases"]]))
