"""Stands for the serving side of the built-in PCA image: argv is the folder of the unpacked model.

A projection has the components in the artifact's order, smallest first, as public notebooks show (the population segmentation of
udacity/ML_SageMaker_Studies).
"""

import sys

import numpy

import mxnet_ndarray
from algorithm_serving import AlgorithmService, loaded, read_octets
from serving_http import serve


class PcaService(AlgorithmService):
    collection = "projections"

    def __init__(self, arrays):
        self.components = arrays["v"].astype(numpy.float64)
        super().__init__(self.components.shape[0])
        # Taken off after the product, so that sparse rows stay sparse.
        self.shift = arrays["mean"].astype(numpy.float64).ravel() @ self.components

    def predict(self, features):
        return {"projection": (features @ self.components - self.shift).astype(numpy.float32)}


def read_components(path):
    arrays = mxnet_ndarray.load(read_octets(path))
    if not isinstance(arrays, dict) or not {"v", "mean"} <= set(arrays):
        raise ValueError("is no artifact of PCA, which has the arrays v and mean")
    return arrays


if __name__ == "__main__":
    serve(lambda: PcaService(loaded(read_components, sys.argv[1])))
