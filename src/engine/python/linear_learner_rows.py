"""The data as Linear Learner's models see them: scaled by what the first rows say ("How linear learner works", Preprocess)."""

from typing import Any, NamedTuple, Optional

import numpy


class Scaler(NamedTuple):
    """(value - mean) / deviation, for the features and for the label."""

    mean: Any
    deviation: Any
    label_mean: float
    label_deviation: float


class ScaledRows:
    """Features times weights, and back. Sparse features stay sparse: a mean is subtracted from the products instead."""

    def __init__(self, features, labels, scaler):
        self.labels = labels
        self.scaled_labels = ((labels - scaler.label_mean) / scaler.label_deviation).astype(numpy.float32)
        if isinstance(features, numpy.ndarray):
            self.features = features - scaler.mean.astype(numpy.float32)
            self.features /= scaler.deviation.astype(numpy.float32)
            self.shift: Optional[Any] = None
        else:
            from scipy import sparse

            self.features = sparse.csr_matrix(features @ sparse.diags(1 / scaler.deviation), dtype=numpy.float32)
            shift = (scaler.mean / scaler.deviation).astype(numpy.float32)
            self.shift = shift if shift.any() else None

    def __len__(self):
        return self.features.shape[0]

    def scores(self, start, end, parameters):
        """@param parameters - Weights and, in the last row, biases: (features + 1) × columns. @returns rows × columns."""
        weights, bias = parameters[:-1], parameters[-1]
        offset = bias if self.shift is None else bias - self.shift @ weights
        return self.features[start:end] @ weights + offset

    def slopes(self, start, end, by_score):
        """The slopes by parameter, of the slopes by score (rows × columns)."""
        sums = by_score.sum(axis=0)
        by_weight = self.features[start:end].T @ by_score
        if self.shift is not None:
            by_weight -= numpy.outer(self.shift, sums)
        return numpy.vstack([by_weight, sums])


def scaler_of(options, features, labels):
    """Of the first num_point_for_scaler rows of train."""
    sample = features[: options.num_point_for_scaler]
    dense = isinstance(sample, numpy.ndarray)
    if dense:
        mean = sample.mean(axis=0, dtype=numpy.float64)
        deviation = sample.std(axis=0, dtype=numpy.float64)
    else:
        sample = sample.astype(numpy.float64)
        mean = numpy.asarray(sample.mean(axis=0)).ravel()
        deviation = numpy.sqrt(numpy.maximum(numpy.asarray(sample.multiply(sample).mean(axis=0)).ravel() - mean**2, 0))
    # A feature that never changes keeps its unit; rounding may leave it a deviation a little above 0.
    deviation = numpy.where(deviation <= (1e-12 if dense else 1e-7) * numpy.abs(mean), 1.0, deviation)
    # auto: where there is an intercept, and the features are not sparse.
    unbias = (options.use_bias and dense) if options.unbias_data is None else options.unbias_data
    if options.normalize_data is False:
        deviation = numpy.ones_like(deviation)
    if not unbias:
        mean = numpy.zeros_like(mean)
    label_mean, label_deviation = label_scale(options, labels[: options.num_point_for_scaler])
    return Scaler(mean, deviation, label_mean, label_deviation)


def label_scale(options, labels):
    if not options.is_regression:
        return 0.0, 1.0
    unbias = options.use_bias if options.unbias_label is None else options.unbias_label and options.use_bias
    deviation = float(labels.std(dtype=numpy.float64)) if options.normalize_label is not False else 1.0
    return (float(labels.mean(dtype=numpy.float64)) if unbias else 0.0), deviation if deviation > 0 else 1.0


def unscaled(parameters, scaler):
    """One model's parameters for raw features and labels: (weights outputs × features, biases outputs)."""
    weights = parameters[:-1] / scaler.deviation[:, None]
    bias = parameters[-1] - scaler.mean @ weights
    return (
        (weights * scaler.label_deviation).T.astype(numpy.float32),
        (bias * scaler.label_deviation + scaler.label_mean).astype(numpy.float32),
    )
