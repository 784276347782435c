"""Stands for the serving side of the built-in K-Means image: argv is the folder of the unpacked model.

Each row gets its nearest center and the distance to it, which is no squared one: the developer guide's answer for a handwritten digit
is 7.22, where clusters of those have a mean squared distance of some 40.
"""

import sys

import numpy

import mxnet_ndarray
from algorithm_serving import AlgorithmService, loaded, read_octets
from kmeans_train import CHUNK, assign, dense
from serving_http import serve


class KMeansService(AlgorithmService):
    csv = True

    def __init__(self, centers):
        super().__init__(centers.shape[1])
        self.centers = centers.astype(numpy.float64)

    def predict(self, features):
        step = max(1, CHUNK // self.width)
        parts = [assign(dense(features[at : at + step]), self.centers) for at in range(0, features.shape[0], step)]
        labels, squares = (numpy.concatenate(columns) for columns in zip(*parts))
        return {"closest_cluster": labels.astype(numpy.float32), "distance_to_cluster": numpy.sqrt(squares).astype(numpy.float32)}


def read_centers(path):
    arrays = mxnet_ndarray.load(read_octets(path))
    arrays = list(arrays.values()) if isinstance(arrays, dict) else arrays
    if len(arrays) != 1 or arrays[0].ndim != 2:
        raise ValueError("is no artifact of K-Means, which is one array of clusters × features")
    return arrays[0]


if __name__ == "__main__":
    serve(lambda: KMeansService(loaded(read_centers, sys.argv[1])))
