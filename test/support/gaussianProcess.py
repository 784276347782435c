"""What scikit-learn's Gaussian process with a Matérn 5/2 kernel expects, and the variance of the one that passes exactly through its points.

stdin: {"points", "losses", "asked", "lengths", "signal", "noise"}; stdout: {"means", "variances"}
"""

import json
import sys

import numpy
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern

given = json.load(sys.stdin)
kernel = ConstantKernel(given["signal"]) * Matern(given["lengths"], nu=2.5)
points, losses, asked = (numpy.array(given[name]) for name in ("points", "losses", "asked"))
means = GaussianProcessRegressor(kernel, alpha=given["noise"], optimizer=None).fit(points, losses).predict(asked)
exact = GaussianProcessRegressor(kernel, alpha=given["signal"] * 1e-6, optimizer=None).fit(points, losses)
_, deviations = exact.predict(asked, return_std=True)
json.dump({"means": means.tolist(), "variances": (deviations**2).tolist()}, sys.stdout)
