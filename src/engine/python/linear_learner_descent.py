"""Many linear models trained at once by mini-batch descent: one product per batch serves them all.

Optimizers follow MXNet's definitions, whose names the hyperparameters carry: Adam, SGD with momentum, RMSProp with a decay of
0.9; wd * weight is added to the slope, the scheduler multiplies the rate by a factor every so many steps down to a minimum.
l1 * sign(weight) is added to the slope too. The biases have their own multiples of rate and wd, and no l1.
"""

import numpy

from linear_learner_losses import loss_of, row_weights

EPSILON = 1e-8
RMSPROP_DECAY = 0.9
SEED = 20171129
# Scores of so many cells are held at once while data are only looked at.
CELLS = 4_000_000


class Descent:
    """The models of a job: `parameters` is (features + 1) × (models * outputs), the last row the biases."""

    def __init__(self, options, settings, scaler, features, labels):
        self.options = options
        self.settings = settings
        self.loss = loss_of(options, scaler.label_deviation)
        self.weights_of = row_weights(options, settings, labels)
        self.steps = 0
        self.parameters = first_parameters(options, settings, features)
        self.first_moment = numpy.zeros_like(self.parameters)
        self.second_moment = numpy.zeros_like(self.parameters)
        self.l1 = self.per_parameter([setting.l1 for setting in settings], 0.0)
        self.wd = self.per_parameter([setting.wd for setting in settings], options.bias_wd_mult or 0.0)

    def per_parameter(self, values, of_bias):
        """A value per model as a table that fits the parameters: two rows, weights and biases, are repeated as needed."""
        columns = numpy.repeat(numpy.asarray(values, numpy.float32), self.options.outputs)
        table = numpy.broadcast_to(columns, self.parameters.shape).copy()
        table[-1] *= of_bias
        return table

    def epoch(self, rows):
        """One pass over the data in their own order. @returns Each model's mean loss, as met on the way."""
        size = self.options.mini_batch_size
        total = numpy.zeros(len(self.settings))
        for start in range(0, len(rows), size):
            total += self.step(rows, start, min(start + size, len(rows)))
        return total / len(rows)

    def step(self, rows, start, end):
        scores = self.shaped(rows.scores(start, end, self.parameters))
        losses, slopes = self.loss(scores, rows.scaled_labels[start:end])
        weights = self.weights_of(rows.labels[start:end])
        by_score = (slopes * weights[:, :, None]).reshape(end - start, -1).astype(numpy.float32)
        gradient = rows.slopes(start, end, by_score) / (end - start)
        self.update(gradient + self.wd * self.parameters + self.l1 * numpy.sign(self.parameters))
        return (losses * weights).sum(axis=0, dtype=numpy.float64)

    def update(self, gradient):
        rates = self.per_parameter([rate_after(setting, self.steps) for setting in self.settings], self.bias_rate())
        self.steps += 1
        options = self.options
        if options.optimizer == "sgd":
            self.first_moment = (options.momentum or 0.0) * self.first_moment - rates * gradient
            self.parameters += self.first_moment
            return
        if options.optimizer == "rmsprop":
            self.second_moment = RMSPROP_DECAY * self.second_moment + (1 - RMSPROP_DECAY) * gradient**2
            self.parameters -= rates * gradient / numpy.sqrt(self.second_moment + EPSILON)
            return
        beta_1 = 0.9 if options.beta_1 is None else options.beta_1
        beta_2 = 0.999 if options.beta_2 is None else options.beta_2
        self.first_moment = beta_1 * self.first_moment + (1 - beta_1) * gradient
        self.second_moment = beta_2 * self.second_moment + (1 - beta_2) * gradient**2
        # A beta of 1 keeps its moment at 0 for ever: nothing to correct then.
        correction = numpy.sqrt(1 - beta_2**self.steps or 1.0) / (1 - beta_1**self.steps or 1.0)
        self.parameters -= rates * correction * self.first_moment / (numpy.sqrt(self.second_moment) + EPSILON)

    def bias_rate(self):
        return (1.0 if self.options.bias_lr_mult is None else self.options.bias_lr_mult) if self.options.use_bias else 0.0

    def losses(self, rows):
        """Each model's mean loss on data that it does not learn from now."""
        total = numpy.zeros(len(self.settings))
        for start, end in blocks(len(rows), self.parameters.shape[1]):
            scores = self.shaped(rows.scores(start, end, self.parameters))
            losses, _ = self.loss(scores, rows.scaled_labels[start:end])
            total += (losses * self.weights_of(rows.labels[start:end])).sum(axis=0, dtype=numpy.float64)
        return total / len(rows)

    def shaped(self, scores):
        return scores.reshape(len(scores), len(self.settings), self.options.outputs)

    def model(self, index):
        """A copy of one model's parameters, (features + 1) × outputs."""
        outputs = self.options.outputs
        return self.parameters[:, index * outputs : (index + 1) * outputs].copy()


def blocks(rows, columns):
    size = max(1, CELLS // max(1, columns))
    return [(start, min(start + size, rows)) for start in range(0, rows, size)]


def rate_after(setting, steps):
    if setting.lr_scheduler_step is None:
        return setting.learning_rate
    lowest = min(setting.lr_scheduler_minimum_lr, setting.learning_rate)
    return max(setting.learning_rate * setting.lr_scheduler_factor ** (steps // setting.lr_scheduler_step), lowest)


def first_parameters(options, settings, features):
    """The same weights for all models of one start: what differs at the end differs by their settings."""
    starts = {}
    for start in {setting.start for setting in settings}:
        random = numpy.random.default_rng([SEED, start])
        shape = (features, options.outputs)
        if options.init_method == "normal":
            starts[start] = random.normal(0, options.init_sigma, shape)
        else:
            starts[start] = random.uniform(-options.init_scale, options.init_scale, shape)
    weights = numpy.hstack([starts[setting.start] for setting in settings])
    bias = numpy.full((1, weights.shape[1]), options.init_bias if options.use_bias else 0.0)
    return numpy.vstack([weights, bias]).astype(numpy.float32)
