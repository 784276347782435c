"""Stands for the built-in K-Means image: argv is the folder that stands for /opt/ml, and the image's tag.

The algorithm is that of the developer guide, "How K-Means Clustering Works": K = k * extra_center_factor centers follow the
mini-batches of the data, and Lloyd's method then reduces them to k. The log lines are those of a public log of the image
(kmeans-2021-05-16-12-23-57-384, the population segmentation of udacity/ML_SageMaker_Studies); what the test channel scores is not
in it and follows its line of train. Runs repeat: the seed is fixed.
"""

import json
import os
import sys
import time

import numpy

import mxnet_ndarray
from algorithm_container import ClientError, current_host, log, log_metrics, read_config, run
from record_channels import check_channels, check_width, read_channel

# The image's default-input.json, as that log prints it.
DEFAULTS = {
    "init_method": "random", "mini_batch_size": "5000", "epochs": "1", "extra_center_factor": "auto", "local_lloyd_max_iter": "300",
    "local_lloyd_tol": "0.0001", "local_lloyd_init_method": "kmeans++", "local_lloyd_num_trials": "auto", "half_life_time_size": "0",
    "eval_metrics": '["msd"]', "force_dense": "true",
}  # fmt: skip
AUTO = 10  # what the log says of extra_center_factor, and how many trials it has
ALGORITHM = "AWS/KMeansWebscale"
CHUNK = 1 << 24  # numbers in a table of distances


def train(root, tag):
    started, host = time.time(), current_host(root)
    given = read_config(root, "hyperparameters")
    values = {**DEFAULTS, **given}
    log(f"Final configuration: {values}")
    config = read_config(root, "inputdataconfig")
    check_channels("K-Means", config, ("train", "test"))
    data = read_features(root, "train", config, values)
    test = read_features(root, "test", config, values) if "test" in config else None

    clusters, factor = int(values["k"]), AUTO
    if values["extra_center_factor"] == "auto":
        log(f"'extra_center_factor' was set to 'auto', evaluated to {AUTO}.")
    else:
        factor = int(values["extra_center_factor"])
    if data.shape[0] < clusters:
        rows = "1 row" if data.shape[0] == 1 else f"{data.shape[0]} rows"
        raise ClientError(f"Channel train has {rows}, too few for k={clusters} clusters: lower k or bring more rows.")
    random = numpy.random.default_rng(0)
    centers, weights = follow(data, clusters * factor, values, random, host)
    centers = shrink(centers, weights, clusters, values, random)
    log(f"#quality_metric: host={host}, train msd <loss>={mean_square_distance(data, centers)}")
    if test is None:
        log("Test data is not provided.")
    else:
        mean = mean_square_distance(test, centers)
        scores = {"msd": mean, "ssd": mean * test.shape[0]}
        for name in json.loads(values["eval_metrics"]):
            log(f"#quality_metric: host={host}, test {name} <loss>={scores[name]}")
    mxnet_ndarray.save(os.path.join(root, "model", "model_algo-1"), [centers])
    log_metrics(ALGORITHM, host, started, {"totaltime": (time.time() - started) * 1000})
    return 0


def read_features(root, name, config, values):
    rows = read_channel(root, name, config[name], label=False)
    check_width(rows, name, values["feature_dim"])
    return rows.features


# --- centers that follow the data


def follow(data, wanted, values, random, host):
    """Centers (K × features) that moved with every mini-batch, and the weight of the rows that each stands for."""
    size, epochs, half_life = (int(values[name]) for name in ("mini_batch_size", "epochs", "half_life_time_size"))
    rows = data.shape[0]
    if size > rows:
        log(f"Batch size {size} is bigger than the first batch data. Effective batch size used to initialize is {rows}", "WARNING")
    first = dense(data[: min(max(size, wanted), rows)])
    centers = initial_centers(first, numpy.ones(len(first)), min(wanted, len(first)), values["init_method"], random)
    weights = numpy.zeros(len(centers))
    for epoch in range(epochs):
        began = time.time()
        for start in range(0, rows, size):
            batch = dense(data[start : start + size])
            if half_life > 0:
                weights *= 0.5 ** (len(batch) / half_life)
            centers, weights = moved(centers, weights, batch, numpy.ones(len(batch)))
        log(f"processed a total of {rows} examples")
        log(f"#progress_metric: host={host}, completed {100 * (epoch + 1) / epochs} % of epochs")
        seen = {"Total Records Seen": rows * (epoch + 1), "Total Batches Seen": -(-rows // size) * (epoch + 1)}
        log_metrics(ALGORITHM, host, began, seen, epoch=epoch, Meta="training_data_iter")
        log(f"#throughput_metric: host={host}, train throughput={rows / max(time.time() - began, 1e-6)} records/second")
    return centers, weights


def initial_centers(points, weights, count, method, random):
    """At random, or far from each other: each next one with a chance that grows with its squared distance to those chosen."""
    if method == "random":
        chances = weights / weights.sum()
        return points[random.choice(len(points), count, replace=False, p=chances)]
    chosen = [random.choice(len(points), p=weights / weights.sum())]
    nearest = square_distances(points, points[chosen])[:, 0]
    while len(chosen) < count:
        chances = nearest * weights
        total = chances.sum()
        chosen.append(random.choice(len(points), p=chances / total if total > 0 else weights / weights.sum()))
        nearest = numpy.minimum(nearest, square_distances(points, points[chosen[-1:]])[:, 0])
    return points[chosen]


def moved(centers, weights, points, shares):
    """Each center moves to the weighted mean of what it stood for and of the points that are nearest to it."""
    labels = assign(points, centers)[0]
    added = numpy.bincount(labels, shares, len(centers))
    sums = centers * weights[:, None] + label_sums(points * shares[:, None], labels, len(centers))
    weights = weights + added
    used = weights > 0
    return numpy.where(used[:, None], sums / numpy.where(used, weights, 1)[:, None], centers), weights


def label_sums(points, labels, count):
    order = numpy.argsort(labels, kind="stable")
    present, starts = numpy.unique(labels[order], return_index=True)
    sums = numpy.zeros((count, points.shape[1]))
    sums[present] = numpy.add.reduceat(points[order], starts, axis=0)
    return sums


# --- k of them


def shrink(centers, weights, wanted, values, random):
    """The best of several trials of Lloyd's method, over the centers as weighted points."""
    log(f"shrinking {len(centers)} centers into {wanted}")
    used = weights > 0
    if used.sum() >= wanted:
        centers, weights = centers[used], weights[used]
    else:
        weights = numpy.maximum(weights, 1e-12)
    if len(centers) == wanted:
        return centers
    trials = AUTO if values["local_lloyd_num_trials"] == "auto" else int(values["local_lloyd_num_trials"])
    best = None
    for trial in range(trials):
        found, loss = lloyd(centers, weights, wanted, values, random)
        log(f"local kmeans attempt #{trial}. Current mean square distance {loss:f}")
        if best is None or loss < best[1]:
            best = found, loss
    return best[0]


def lloyd(points, weights, wanted, values, random):
    tolerance = float(values["local_lloyd_tol"])
    centers = initial_centers(points, weights, wanted, values["local_lloyd_init_method"], random)
    loss = numpy.inf
    for _ in range(int(values["local_lloyd_max_iter"])):
        labels, distances = assign(points, centers)
        previous, loss = loss, float(numpy.average(distances, weights=weights))
        # The guide does not say whether a change is relative; so it means the same at every scale of the data.
        if previous - loss <= tolerance * loss:
            break
        centers = moved(centers, numpy.zeros(wanted), points, weights)[0]
    return centers, loss


# --- distances


def assign(points, centers):
    """The nearest center of each point, and the squared distance to it."""
    step = max(1, CHUNK // max(len(centers), 1))
    labels, nearest = numpy.empty(len(points), numpy.int64), numpy.empty(len(points))
    for start in range(0, len(points), step):
        distances = square_distances(points[start : start + step], centers)
        labels[start : start + step] = distances.argmin(axis=1)
        nearest[start : start + step] = distances.min(axis=1)
    return labels, nearest


def square_distances(points, centers):
    products = points @ centers.T
    return numpy.maximum((points**2).sum(axis=1)[:, None] - 2 * products + (centers**2).sum(axis=1), 0)


def mean_square_distance(data, centers):
    step = max(1, CHUNK // data.shape[1])
    parts = (dense(data[start : start + step]) for start in range(0, data.shape[0], step))
    return float(sum(assign(part, centers)[1].sum() for part in parts) / data.shape[0])


def dense(rows):
    return numpy.asarray(rows if isinstance(rows, numpy.ndarray) else rows.toarray(), numpy.float64)


if __name__ == "__main__":
    sys.exit(run(train, *sys.argv[1:]))
