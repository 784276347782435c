"""Evaluates points for a search strategy, and runs Optuna's TPE over the same functions.

A line of stdin is {"function", "values"}: answered by {"objective"}; or {"function", "ranges", "seed", "trials"}: answered by {"best"}, what TPE found.
argv: folder with train.csv and validation.csv, label first, no header
"""

import json
import math
import sys
from pathlib import Path

import numpy
import optuna
import xgboost

optuna.logging.set_verbosity(optuna.logging.ERROR)
folder = Path(sys.argv[1])


def matrix(name):
    table = numpy.loadtxt(folder / name, delimiter=",")
    return xgboost.DMatrix(table[:, 1:], table[:, 0], nthread=1)


train, validation = matrix("train.csv"), matrix("validation.csv")


def branin(values):
    """Above its minimum of 0.397887; Dixon & Szegö 1978."""
    x, y = values["x"], values["y"]
    bent = y - 5.1 * x * x / (4 * math.pi**2) + 5 * x / math.pi - 6
    return bent * bent + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10 - 0.39788735772973816


A = numpy.array([[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]])
P = 1e-4 * numpy.array(
    [
        [1312, 1696, 5569, 124, 8283, 5886],
        [2329, 4135, 8307, 3736, 1004, 9991],
        [2348, 1451, 3522, 2883, 3047, 6650],
        [4047, 8828, 8732, 5743, 1091, 381],
    ]
)


def hartmann(values):
    """Above its minimum of -3.32237; Dixon & Szegö 1978."""
    x = numpy.array([values[f"x{at}"] for at in range(1, 7)])
    return 3.322368011415512 - float(numpy.array([1, 1.2, 3, 3.2]) @ numpy.exp(-(A * (x - P) ** 2).sum(axis=1)))


def boston(values):
    """The validation error of XGBoost on house prices."""
    params = {**values, "objective": "reg:squarederror", "tree_method": "hist", "nthread": 1, "verbosity": 0, "seed": 0}
    rounds = params.pop("num_round")
    errors = {}
    xgboost.train(params, train, rounds, evals=[(validation, "validation")], evals_result=errors, verbose_eval=False)
    return errors["validation"]["rmse"][-1]


functions = {"branin": branin, "hartmann": hartmann, "boston": boston}


def suggest(trial, name, kind, low, high):
    return trial.suggest_int(name, low, high) if kind == "integer" else trial.suggest_float(name, low, high)


def tpe(function, ranges, seed, trials):
    def objective(trial):
        return function({at["name"]: suggest(trial, at["name"], at["kind"], at["min"], at["max"]) for at in ranges})

    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))
    study.optimize(objective, n_trials=trials)
    return study.best_value


for line in sys.stdin:
    asked = json.loads(line)
    function = functions[asked["function"]]
    if "values" in asked:
        values = {name: int(text) if text.lstrip("-").isdigit() else float(text) for name, text in asked["values"].items()}
        answer = {"objective": function(values)}
    else:
        answer = {"best": tpe(function, asked["ranges"], asked["seed"], asked["trials"])}
    print(json.dumps(answer), flush=True)
