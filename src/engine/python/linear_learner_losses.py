"""What Linear Learner minimizes: for scores of many models at once, each row's loss and its slope.

Scores and slopes are arrays rows × models × outputs, losses rows × models; labels are one per row. A regression's scores and
labels are in units of the scaled label, its losses in the label's own: `spread` is what one unit is worth, so that margins and
deltas mean what the developer guide says they mean, whatever normalize_label does.
"""

import numpy

# As "#quality_metric" lines name them: the first three in public logs (notebooks of 2020-03-22, 2020-11-24 and 2024-07-01); the
# others follow the hyperparameter's own names.
OBJECTIVES = {
    "logistic": "binary_classification_cross_entropy_objective",
    "softmax_loss": "multiclass_cross_entropy_objective",
    "squared_loss": "mse_objective",
    "absolute_loss": "absolute_loss_objective",
    "hinge_loss": "hinge_loss_objective",
    "eps_insensitive_squared_loss": "eps_insensitive_squared_loss_objective",
    "eps_insensitive_absolute_loss": "eps_insensitive_absolute_loss_objective",
    "quantile_loss": "quantile_loss_objective",
    "huber_loss": "huber_loss_objective",
}


def loss_of(options, spread=1.0):
    """@returns The function (scores, labels) -> (losses, slopes) of the job's loss; slopes in the scores' units."""
    if options.loss == "logistic":
        return logistic
    if options.loss == "softmax_loss":
        return softmax
    if options.loss == "hinge_loss":
        return lambda scores, labels: hinge(scores, labels, options.margin)
    kind = {
        "squared_loss": squared,
        "absolute_loss": lambda residuals: insensitive(residuals, 0.0),
        "eps_insensitive_squared_loss": lambda residuals: insensitive_squared(residuals, options.loss_insensitivity),
        "eps_insensitive_absolute_loss": lambda residuals: insensitive(residuals, options.loss_insensitivity),
        "quantile_loss": lambda residuals: quantile(residuals, options.quantile),
        "huber_loss": lambda residuals: huber(residuals, options.huber_delta),
    }[options.loss]
    power = 2 if options.loss in ("squared_loss", "eps_insensitive_squared_loss", "huber_loss") else 1

    def regression(scores, labels):
        residuals = (scores[:, :, 0] - labels[:, None]) * spread
        losses, slopes = kind(residuals)
        # The descent sees the loss in units of the scaled label, so that rates, wd and l1 do not depend on the label's unit.
        return losses, (slopes * spread / spread**power)[:, :, None].astype(scores.dtype)

    return regression


def logistic(scores, labels):
    signs = (2 * labels - 1)[:, None]
    margins = signs * scores[:, :, 0]
    # log(1 + exp(-m)) and its slope, without overflow
    decay = numpy.exp(-numpy.abs(margins))
    losses = numpy.maximum(-margins, 0) + numpy.log1p(decay)
    slopes = -signs * numpy.where(margins > 0, decay, 1) / (1 + decay)
    return losses, slopes[:, :, None].astype(scores.dtype)


def hinge(scores, labels, margin):
    signs = (2 * labels - 1)[:, None]
    losses = numpy.maximum(margin - signs * scores[:, :, 0], 0)
    return losses, (-signs * (losses > 0))[:, :, None].astype(scores.dtype)


def softmax(scores, labels):
    rows = numpy.arange(len(labels))
    classes = labels.astype(int)
    shifted = scores - scores.max(axis=2, keepdims=True)
    slopes = numpy.exp(shifted)
    sums = slopes.sum(axis=2, keepdims=True)
    losses = numpy.log(sums[:, :, 0]) - shifted[rows, :, classes]
    slopes /= sums
    slopes[rows, :, classes] -= 1
    return losses, slopes


def squared(residuals):
    return residuals**2, 2 * residuals


def insensitive(residuals, epsilon):
    losses = numpy.maximum(numpy.abs(residuals) - epsilon, 0)
    return losses, numpy.sign(residuals) * (losses > 0)


def insensitive_squared(residuals, epsilon):
    losses, slopes = insensitive(residuals, epsilon)
    return losses**2, 2 * losses * slopes


def quantile(residuals, share):
    """For quantile q, the label is below the prediction with probability q."""
    slopes = numpy.where(residuals > 0, 1 - share, -share)
    return slopes * residuals, slopes


def huber(residuals, delta):
    sizes = numpy.abs(residuals)
    losses = numpy.where(sizes <= delta, residuals**2 / 2, delta * (sizes - delta / 2))
    return losses, numpy.clip(residuals, -delta, delta)


def row_weights(options, settings, labels):
    """How much each row counts for each model, rows × models (or × 1 where all agree). `labels` are those of train.

    @returns The function labels -> weights, so that validation weighs as train does.
    """
    if options.predictor_type == "multiclass_classifier" and options.balance_multiclass_weights:
        counts = numpy.bincount(labels.astype(int), minlength=options.num_classes)
        weights = len(labels) / (options.num_classes * numpy.maximum(counts, 1))
        return lambda rows: weights[rows.astype(int)][:, None]
    if options.predictor_type == "binary_classifier":
        positive = numpy.count_nonzero(labels == 1)
        balanced = (len(labels) - positive) / max(positive, 1)
        given = options.positive_example_weight_mult
        plain = 1.0 if given in ("auto", "balanced") else float(given)
        factors = numpy.array([balanced if setting.balanced else plain for setting in settings])
        if (factors != 1).any():
            return lambda rows: numpy.where(rows[:, None] == 1, factors[None, :], 1.0)
    return lambda rows: numpy.ones((len(rows), 1))
