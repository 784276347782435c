"""Trains real XGBoost on one thread, once for every line on stdin, and answers with its milliseconds and its last error.

argv: file of single precision numbers, label first; columns; rounds; tree method
stdout: {"milliseconds": 1234.5, "rmse": 0.3} per line
"""

import json
import sys
import time

import numpy
import xgboost

path, columns, rounds, method = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
table = numpy.fromfile(path, dtype=numpy.float32).reshape(-1, columns)
params = {"objective": "reg:squarederror", "tree_method": method, "nthread": 1, "verbosity": 0}

for _ in sys.stdin:
    began = time.perf_counter()
    data = xgboost.DMatrix(table[:, 1:], table[:, 0], nthread=1)
    errors = {}
    xgboost.train(params, data, rounds, evals=[(data, "train")], evals_result=errors, verbose_eval=False)
    milliseconds = (time.perf_counter() - began) * 1000
    print(json.dumps({"milliseconds": milliseconds, "rmse": errors["train"]["rmse"][-1]}), flush=True)
