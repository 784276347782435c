"""Trains each case with real XGBoost and predicts with the model file under test.

stdin: [{"params", "rounds", "train", "validation", "model", "weighted", "earlyStopping", "libsvm"}], paths of headerless CSV files, label
       first, or of libsvm files
stdout: [{"metrics": {"train": {"rmse": [..]}, ..}, "predictions": [..], "modelPredictions": [..], "trees": n,
          "attributes": {..}, "modelAttributes": {..}}]
"""

import json
import sys

import numpy
import xgboost


def read(path, weighted, libsvm):
    if libsvm:
        return xgboost.DMatrix(f"{path}?format=libsvm")
    table = numpy.genfromtxt(path, delimiter=",", dtype=numpy.float32, ndmin=2)
    if weighted:
        return xgboost.DMatrix(table[:, 2:], table[:, 0], weight=table[:, 1])
    return xgboost.DMatrix(table[:, 1:], table[:, 0])


def judge(case):
    weighted = case.get("weighted", False)
    libsvm = case.get("libsvm", False)
    train = read(case["train"], weighted, libsvm)
    validation = read(case["validation"], weighted, libsvm)
    metrics = {}
    callbacks = []
    if "earlyStopping" in case:
        stopping = {"data_name": "validation", "maximize": False, "save_best": True, **case["earlyStopping"]}
        callbacks.append(xgboost.callback.EarlyStopping(**stopping))
    params = {"tree_method": "exact", "nthread": 1, "verbosity": 0, **case["params"]}
    booster = xgboost.train(
        params,
        train,
        case["rounds"],
        evals=[(train, "train"), (validation, "validation")],
        evals_result=metrics,
        callbacks=callbacks,
        verbose_eval=False,
    )
    ours = xgboost.Booster(model_file=case["model"])
    return {
        "metrics": metrics,
        "predictions": booster.predict(validation).ravel().tolist(),
        "modelPredictions": ours.predict(validation).ravel().tolist(),
        "trees": ours.num_boosted_rounds(),
        "attributes": booster.attributes(),
        "modelAttributes": ours.attributes(),
    }


json.dump([judge(case) for case in json.load(sys.stdin)], sys.stdout)
