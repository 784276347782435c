"""What scikit-learn's Gaussian process with a Matérn 5/2 kernel expects, and its variance without the noise.

stdin: {"points", "losses", "asked", "lengths", "signal", "noise"}; stdout: {"means", "variances"}
"""

import json
import sys

import numpy
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern

given = json.load(sys.stdin)
kernel = ConstantKernel(given["signal"]) * Matern(given["lengths"], nu=2.5)
process = GaussianProcessRegressor(kernel, alpha=given["noise"], optimizer=None)
process.fit(numpy.array(given["points"]), numpy.array(given["losses"]))
means, deviations = process.predict(numpy.array(given["asked"]), return_std=True)
json.dump({"means": means.tolist(), "variances": (deviations**2).tolist()}, sys.stdout)
