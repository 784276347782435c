"""Stands for the built-in Linear Learner image: argv is the folder that stands for /opt/ml, and the image's tag.

Trains num_models linear models side by side on mini-batches, chooses the best of them on validation (or train) and logs as the
image does. Sources: developer guide, "Linear Learner Algorithm", "How linear learner works", "Tune a linear learner model"; for the
log, public notebooks with output (Boston Housing, regressor, 2020-03-22; binary classifier, 2020-11-24; multiclass, 2024-07-01).
Where the real algorithm is not published, the parts say what stands for it; runs are seeded and alike. An early stop's line and
`#train_score`, of jobs without validation, are our own.
"""

import json
import os
import sys
import time
from typing import Any, NamedTuple

import numpy

import linear_learner_model
from algorithm_container import ClientError, current_host, log, log_metrics, read_config, run
from linear_learner_descent import Descent
from linear_learner_losses import OBJECTIVES
from linear_learner_options import grid, read_options, without_effect
from linear_learner_rows import ScaledRows, scaler_of, unscaled
from linear_learner_scores import criterion_of, final_scores, verdicts
from record_channels import check_channels, check_width, read_channel

ALGORITHM = "Linear Learner"


class Best(NamedTuple):
    """The best model so far, and what the criterion said of it."""

    value: float
    index: int
    threshold: float
    parameters: Any


class Training:
    """One job: data, models, and the log of its epochs."""

    def __init__(self, options, channels, host):
        self.options, self.host = options, host
        train = channels["train"]
        scaler = scaler_of(options, *train)
        self.scaler = scaler
        self.rows = {name: ScaledRows(features, labels, scaler) for name, (features, labels) in channels.items()}
        batches = -(-len(train.labels) // options.mini_batch_size)
        self.settings = grid(options, batches)
        self.descent = Descent(options, self.settings, scaler, train.features.shape[1], train.labels)
        self.judged = "validation" if "validation" in self.rows else "train"
        self.criterion, self.more_is_better = criterion_of(options)
        self.best = None

    def run(self):
        patience = 0
        for epoch in range(self.options.epochs):
            before = self.best
            self.epoch(epoch)
            if gained_enough(before, self.best, self.options.early_stopping_tolerance):
                log(f"Epoch {epoch}: Loss improved. Updating best model")
                patience = 0
            else:
                log(f"Epoch {epoch}: Loss has not improved for {patience} epochs.")
                patience += 1
            self.progress(epoch)
            if patience >= self.options.early_stopping_patience and epoch + 1 < self.options.epochs:
                log(f"Early stop condition met. Stopping training after epoch {epoch}.")
                break
        self.finish()

    def epoch(self, epoch):
        started = time.time()
        losses = {"train": self.descent.epoch(self.rows["train"])}
        self.seconds = time.time() - started
        if self.judged == "validation":
            losses["validation"] = self.descent.losses(self.rows["validation"])
        objective = OBJECTIVES[self.options.loss]
        for dataset, values in losses.items():
            for model, value in enumerate(values):
                if numpy.isfinite(value):  # JSON has no other numbers
                    log_metrics(ALGORITHM, self.host, started, {f"{dataset}_{objective}": value}, model=model, epoch=epoch)
            # The line shows the first model, as the image's does: the losses of its #metrics lines tell.
            log(f"#quality_metric: host={self.host}, epoch={epoch}, {dataset} {objective} <loss>={values[0]}")
        rows = self.rows[self.judged]
        judged = losses["validation"] if self.judged == "validation" else self.descent.losses(rows)
        self.judge(epoch, verdicts(self.options, self.descent, rows, judged), judged)

    def judge(self, epoch, found, losses):
        """Keeps the best model; of equals the one with the lower loss."""
        sign = -1 if self.more_is_better else 1
        usable = [index for index, verdict in enumerate(found) if numpy.isfinite(verdict.value) and numpy.isfinite(losses[index])]
        if not usable and self.best is None:
            raise ClientError(
                "The loss of every model left the numbers' range: set a smaller learning_rate, or normalize_data to true."
            )
        if not usable:
            return
        index = min(usable, key=lambda one: (sign * found[one].value, losses[one]))
        value, threshold = found[index]
        log(f"#early_stopping_criteria_metric: host={self.host}, epoch={epoch}, criteria={self.criterion}, value={value}")
        if self.best is None or sign * value < sign * self.best.value:
            self.best = Best(value, index, threshold, self.descent.model(index))

    def progress(self, epoch):
        done = int(100 * (epoch + 1) / self.options.epochs)
        rows = len(self.rows["train"])
        log(f"#progress_metric: host={self.host}, completed {done} % of epochs")
        log(f"#throughput_metric: host={self.host}, train throughput={rows / max(self.seconds, 1e-6)} records/second")

    def finish(self):
        setting = self.settings[self.best.index]
        self.report(self.judged)
        log(f"Best model found for hyperparameters: {json.dumps(setting.described())}")
        if "test" in self.rows:
            self.report("test")
        else:
            log("Test data is not provided.")

    def report(self, dataset):
        scores = final_scores(
            self.options,
            self.best.parameters,
            self.best.threshold,
            self.rows[dataset],
            lambda labels: self.best_weights(labels),
            self.scaler.label_deviation,
        )
        for name, _, value in scores:
            log(f"#{dataset}_score ({self.host}) : ('{name}', {value})")
        for name, is_loss, value in scores:
            log(f"#quality_metric: host={self.host}, {dataset} {name} <{'loss' if is_loss else 'score'}>={value}")

    def best_weights(self, labels):
        weights = self.descent.weights_of(labels)
        return weights if weights.shape[1] == 1 else weights[:, [self.best.index]]


def gained_enough(before, now, tolerance):
    """Relative to the best before; nothing to improve on is reason enough to wait no longer."""
    if before is None:
        return now is not None
    gain = abs(now.value - before.value)
    return gain > 0 and gain >= tolerance * abs(before.value)


def train(root, _tag):
    started = time.time()
    values = read_config(root, "hyperparameters")
    options = read_options(values)
    log(f"Final configuration: {json.dumps(options.described())}")
    channels = read_channels(root, options)
    host = current_host(root)
    training = Training(options, channels, host)
    say_what_is_ours(options, values, training)
    with numpy.errstate(all="ignore"):  # a model that diverges is left out, and warns nobody
        training.run()
    weights, bias = unscaled(training.best.parameters, training.scaler)
    path = os.path.join(root, "model", f"model_{host}")
    linear_learner_model.write_model(path, options, weights, bias, training.best.threshold)
    log_metrics(ALGORITHM, host, started, {"totaltime": 1000 * (time.time() - started), "epochs": options.epochs})
    return 0


def say_what_is_ours(options, values, training):
    count = len(training.settings)
    log(
        f"Local engine: {count} model{'s' if count > 1 else ''} side by side; which settings AWS tries beside the given ones is not "
        "published, so this grid is the local engine's own."
    )
    if options.positive_example_weight_mult == "auto":
        log("Local engine: positive_example_weight_mult auto tries the weight 1 and the balanced one, and keeps the better.")
    idle = without_effect(options, values)
    if idle:
        change = "change" if len(idle) > 1 else "changes"
        log(f"Local engine: beside the other hyperparameters, {', '.join(idle)} {change} nothing in this job.")


def read_channels(root, options):
    config = read_config(root, "inputdataconfig")
    if "model" in config:
        raise ClientError("Linear Learner does not train on from an earlier model: leave out the channel 'model'.")
    known = ("train", "validation", "test")
    check_channels("Linear Learner", config, known)
    order = sorted(config, key=known.index)
    channels = {name: read_channel(root, name, config[name], label=True) for name in order}
    width = options.feature_dim or max(rows.features.shape[1] for rows in channels.values())
    for name, rows in channels.items():
        if options.feature_dim or not isinstance(rows.features, numpy.ndarray):
            check_width(rows, name, width)
        elif rows.features.shape[1] != channels["train"].features.shape[1]:
            own, wanted = rows.features.shape[1], channels["train"].features.shape[1]
            raise ClientError(f"Channel {name} has {own} features and train has {wanted}: they need the same columns.")
        check_labels(options, name, rows.labels)
    count = len(channels["train"].labels)
    if options.mini_batch_size > count:
        raise ClientError(
            f"mini_batch_size is {options.mini_batch_size} and train has {count} rows: set mini_batch_size to at most {count}."
        )
    return channels


def check_labels(options, name, labels):
    if options.is_regression:
        return
    highest = 1 if options.predictor_type == "binary_classifier" else options.num_classes - 1
    wrong = numpy.flatnonzero((labels < 0) | (labels > highest) | (labels != numpy.floor(labels)))
    if wrong.size:
        classes = "0 or 1" if highest == 1 else f"0 to {highest} (num_classes is {options.num_classes})"
        raise ClientError(
            f"{name} row {wrong[0] + 1} has the label {labels[wrong[0]]:g}: the labels of a {options.predictor_type} are {classes}, "
            "in the first column of CSV."
        )


if __name__ == "__main__":
    sys.exit(run(train, *sys.argv[1:]))
