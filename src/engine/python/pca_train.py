"""Stands for the built-in PCA image: argv is the folder that stands for /opt/ml, and the image's tag.

Both modes are those of the developer guide, "How PCA Works". Log lines and artifact are those of a public log of the image
(pca-2021-05-16-11-52-20-920, the population segmentation of udacity/ML_SageMaker_Studies): the arrays s, v and mean, smallest
component first. The line of the test channel is our own. Runs repeat: the seed is fixed.
"""

import os
import sys
import time

import numpy

import mxnet_ndarray
from algorithm_container import ClientError, current_host, log, log_metrics, read_config, run
from record_channels import check_channels, check_width, read_channel

# The image's default-conf.json, as that log prints it.
DEFAULTS = {"algorithm_mode": "regular", "subtract_mean": "true", "extra_components": "-1", "force_dense": "true", "epochs": 1}
ALGORITHM = "PCA"


def train(root, tag):
    started, host = time.time(), current_host(root)
    values = {**DEFAULTS, **read_config(root, "hyperparameters")}
    log(f"Final configuration: {values}")
    config = read_config(root, "inputdataconfig")
    check_channels("PCA", config, ("train", "test"))
    data = read_features(root, "train", config, values)
    test = read_features(root, "test", config, values) if "test" in config else None
    wanted = int(values["num_components"])
    if wanted > data.shape[1]:
        raise ClientError(f"num_components is {wanted} and the data have {data.shape[1]} features: set it to {data.shape[1]} or less.")
    log(f"{data.shape[1]} feature(s) found in 'data'.")

    summary = Randomized(values, data.shape[1]) if values["algorithm_mode"] == "randomized" else Regular(data.shape[1])
    size, began = int(values["mini_batch_size"]), time.time()
    for start in range(0, data.shape[0], size):
        summary.add(data[start : start + size])
    log(f"#progress_metric: host={host}, completed 100.0 % of epochs")
    seen = {"Total Records Seen": data.shape[0], "Total Batches Seen": -(-data.shape[0] // size)}
    log_metrics(ALGORITHM, host, began, seen, epoch=0, Meta="training_data_iter")
    log(f"#throughput_metric: host={host}, train throughput={data.shape[0] / max(time.time() - began, 1e-6)} records/second")

    centered = str(values["subtract_mean"]).lower() in ("true", "1")
    mean = summary.sums / data.shape[0] if centered else numpy.zeros(data.shape[1])
    values_of, vectors = summary.components(data.shape[0], centered)
    s, v = values_of[:wanted][::-1], vectors[:, :wanted][:, ::-1]
    if test is None:
        log("Test data is not provided.")
    else:
        log(f"Mean squared error of the test rows that the components give back: {reconstruction_error(test, mean, v)}")
    mxnet_ndarray.save(os.path.join(root, "model", "model_algo-1"), {"s": s, "v": v, "mean": mean[None, :]})
    log_metrics(ALGORITHM, host, started, {"totaltime": (time.time() - started) * 1000})
    return 0


def read_features(root, name, config, values):
    rows = read_channel(root, name, config[name], label=False)
    check_width(rows, name, values["feature_dim"])
    return rows.features


class Regular:
    """Keeps the sums of the rows and of their products: exact."""

    def __init__(self, width):
        self.sums = numpy.zeros(width)
        self.products = numpy.zeros((width, width))

    def add(self, batch):
        rows = batch.astype(numpy.float64)
        products = rows.T @ rows
        self.products += products if isinstance(products, numpy.ndarray) else products.toarray()
        self.sums += numpy.asarray(rows.sum(axis=0)).ravel()

    def components(self, count, centered):
        """Singular values of the data, largest first, and the components as columns."""
        scatter = self.products - numpy.outer(self.sums, self.sums) / count if centered else self.products
        squares, vectors = numpy.linalg.eigh(scatter)
        return numpy.sqrt(numpy.maximum(squares[::-1], 0)), vectors[:, ::-1]


class Randomized:
    """Keeps a random mixture of all rows, of num_components + extra_components rows: approximate."""

    def __init__(self, values, width):
        wanted, extra = int(values["num_components"]), int(values["extra_components"])
        self.rows = wanted + (max(10, wanted) if extra < 0 else extra)
        self.random = numpy.random.default_rng(0)
        self.sums = numpy.zeros(width)
        self.mixture = numpy.zeros((self.rows, width))
        self.shares = numpy.zeros(self.rows)

    def add(self, batch):
        # Random signs, as the guide says; scaled, so that the singular values are about those of the data.
        mixing = (self.random.integers(0, 2, (self.rows, batch.shape[0])) * 2 - 1) / numpy.sqrt(self.rows)
        self.mixture += (batch.T @ mixing.T).T
        self.shares += mixing.sum(axis=1)
        self.sums += numpy.asarray(batch.sum(axis=0, dtype=numpy.float64)).ravel()

    def components(self, count, centered):
        mixture = self.mixture - numpy.outer(self.shares, self.sums / count) if centered else self.mixture
        _, singular, vectors = numpy.linalg.svd(mixture, full_matrices=False)
        return singular, vectors.T


def reconstruction_error(data, mean, v):
    errors = 0.0
    for start in range(0, data.shape[0], 10_000):
        part = data[start : start + 10_000]
        rows = (part if isinstance(part, numpy.ndarray) else part.toarray()) - mean
        errors += float(((rows - rows @ v @ v.T) ** 2).sum())
    return errors / (data.shape[0] * data.shape[1])


if __name__ == "__main__":
    sys.exit(run(train, *sys.argv[1:]))
