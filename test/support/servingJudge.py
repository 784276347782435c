"""Trains real XGBoost on generated tables, saves the model, and says what it predicts.

stdin: [{"params", "rounds", "columns", "seed", "model"}], `model` the path to save it to: JSON, UBJSON (.ubj), the binary form (.deprecated) or a
       pickle (.pkl)
stdout: [{"csv", "libsvm", "predictions"}]: rows without labels, a quarter of the cells missing, and one prediction (or list) for each
"""

import json
import pickle
import sys

import numpy
import xgboost


def judge(case):
    random = numpy.random.default_rng(case["seed"])
    table = random.normal(size=(300, case["columns"])).astype(numpy.float32).round(3)
    classes = int(case["params"].get("num_class", 2))
    score = table[:, 0] * 2 - table[:, 1] ** 2 + random.normal(size=300) / 4
    continuous = case["params"]["objective"].startswith("reg:squared")
    labels = score if continuous else numpy.digitize(score, numpy.quantile(score, numpy.arange(1, classes) / classes))
    table[random.random(table.shape) < 0.25] = numpy.nan
    booster = xgboost.train({"verbosity": 0, "nthread": 1, **case["params"]}, xgboost.DMatrix(table, labels), case["rounds"])
    if case["model"].endswith(".pkl"):
        with open(case["model"], "wb") as file:
            pickle.dump(booster, file)
    else:
        booster.save_model(case["model"])
    rows = table[:40]
    rows[0] = 0  # a row of libsvm without a pair would be one of missing values
    text = lambda value: "" if numpy.isnan(value) else repr(float(value))
    return {
        "csv": "\n".join(",".join(map(text, row)) for row in rows) + "\n",
        "libsvm": "\n".join(
            " ".join(["0", *(f"{at}:{text(value)}" for at, value in enumerate(row) if not numpy.isnan(value))]) for row in rows
        ),
        "predictions": booster.predict(xgboost.DMatrix(rows)).tolist(),
    }


json.dump([judge(case) for case in json.load(sys.stdin)], sys.stdout)
