"""How good Linear Learner's models are: what the best is chosen by, the threshold of a binary classifier, and the final scores.

The scores' names and their order stand in public logs (notebooks of 2020-03-22, 2020-11-24, 2024-07-01) but for `rmse`, which the
developer guide documents. `multiclass_log_loss` of the 2024 log is left out: its figure there is not that of the loss, and what it
is, is not published.
"""

from typing import NamedTuple

import numpy

from linear_learner_descent import blocks
from linear_learner_losses import OBJECTIVES, logistic, loss_of

BY_THRESHOLD = ("accuracy", "f1", "f_beta", "precision_at_target_recall", "recall_at_target_precision")
# Scores of binary classifiers kept at once while thresholds are looked for.
KEPT = 50_000_000


class Verdict(NamedTuple):
    """`value`: what the criterion says; `threshold`: the lowest score of a row that a binary classifier calls 1."""

    value: float
    threshold: float


def criterion_of(options):
    """The criterion's name as `#early_stopping_criteria_metric` shows it, and whether more is better."""
    if options.predictor_type == "binary_classifier":
        chosen = options.binary_classifier_model_selection_criteria
        if chosen in BY_THRESHOLD:
            return f"sampled_{chosen}", True
        if chosen == "cross_entropy_loss":
            return OBJECTIVES["logistic"], False
    return OBJECTIVES[options.loss], False


def verdicts(options, descent, rows, losses):
    """One per model, on data of validation, or of train where there are none. `losses` are the models' on the same data."""
    middle = 0.5 if options.loss == "logistic" else 0.0
    if options.predictor_type != "binary_classifier":
        return [Verdict(loss, middle) for loss in losses]
    chosen = options.binary_classifier_model_selection_criteria
    if chosen == "loss_function":
        return [Verdict(loss, middle) for loss in losses]
    count = min(len(rows), options.num_calibration_samples or len(rows))
    labels = rows.labels[:count]
    found = []
    models = len(descent.settings)
    step = max(1, KEPT // count)
    for first in range(0, models, step):
        scores = all_scores(rows, count, descent.parameters[:, first : first + step])
        for index in range(scores.shape[1]):
            if chosen == "cross_entropy_loss":
                found.append(Verdict(float(logistic(scores[:, index, None, None], labels)[0].mean()), middle))
            else:
                found.append(best_threshold(options, output_scores(options, scores[:, index]), labels))
    return found


def all_scores(rows, count, parameters):
    return numpy.vstack([rows.scores(start, end, parameters) for start, end in blocks(count, parameters.shape[1])])


def output_scores(options, scores):
    """What a prediction's `score` is: a probability where the loss gives one."""
    if options.loss != "logistic":
        return scores
    decay = numpy.exp(-numpy.abs(scores))
    return numpy.where(scores > 0, 1, decay) / (1 + decay)


def best_threshold(options, scores, labels):
    """The threshold that serves the job's criterion best, from all that tell two rows apart."""
    if not numpy.isfinite(scores).all():
        return Verdict(float("nan"), 0.5)
    order = numpy.argsort(-scores, kind="stable")
    ordered = scores[order].astype(numpy.float64)
    hits = numpy.cumsum(labels[order] == 1)
    # Calling the first k rows 1 is possible where row k + 1 has another score; -1 stands for calling none 1.
    ends = numpy.concatenate([[-1], numpy.flatnonzero(numpy.append(ordered[1:] != ordered[:-1], True))])
    true_positives = numpy.where(ends < 0, 0, hits[ends])
    called, positive = ends + 1, hits[-1]
    precision = true_positives / numpy.maximum(called, 1)
    recall = true_positives / max(positive, 1)
    chosen = options.binary_classifier_model_selection_criteria
    if chosen == "accuracy":
        values = (true_positives + (len(labels) - positive) - (called - true_positives)) / len(labels)
    elif chosen == "precision_at_target_recall":
        values = held_to(recall, options.target_recall, precision)
    elif chosen == "recall_at_target_precision":
        values = held_to(precision, options.target_precision, recall)
    else:
        values = f_score(precision, recall, 1.0 if chosen == "f1" else options.f_beta)
    best = int(numpy.argmax(values))
    return Verdict(float(values[best]), threshold_after(ordered, ends[best]))


def held_to(held, target, wanted):
    """`wanted` where `held` reaches its target; where nothing does, what comes nearest, below all that does."""
    reached = held >= target
    return numpy.where(reached, wanted, -1.0) if reached.any() else held - 2.0


def threshold_after(ordered, end):
    if end < 0:
        return float(numpy.nextafter(ordered[0], numpy.inf))
    if end == len(ordered) - 1:
        return float(ordered[-1])
    return float((ordered[end] + ordered[end + 1]) / 2)


def f_score(precision, recall, beta):
    below = beta**2 * precision + recall
    return (1 + beta**2) * precision * recall / numpy.where(below > 0, below, 1)


def final_scores(options, model, threshold, rows, weights_of, spread):
    """(name, is a loss, value) of one model, in the order of the log. `model`: (features + 1) × outputs."""
    scores = all_scores(rows, len(rows), model)
    losses, _ = loss_of(options, spread)(scores[:, None, :], rows.scaled_labels)
    objective = float((losses * weights_of(rows.labels)).sum(dtype=numpy.float64) / len(rows))
    found = [(OBJECTIVES[options.loss], True, objective)]
    if options.is_regression:
        errors = (scores[:, 0] - rows.scaled_labels).astype(numpy.float64) * spread
        mse = float((errors**2).mean())
        return found + [("mse", True, mse), ("absolute_loss", True, float(numpy.abs(errors).mean())), ("rmse", True, mse**0.5)]
    by_class = multiclass_scores if options.predictor_type == "multiclass_classifier" else binary_scores
    return found + [(name, False, float(value)) for name, value in by_class(options, scores, rows.labels, threshold)]


def binary_scores(options, scores, labels, threshold):
    outputs = output_scores(options, scores[:, 0]).astype(numpy.float64)
    called, actual = outputs >= threshold, labels == 1
    both = numpy.count_nonzero(called & actual)
    precision = both / max(numpy.count_nonzero(called), 1)
    recall = both / max(numpy.count_nonzero(actual), 1)
    yield "binary_classification_accuracy", (called == actual).mean()
    yield f"binary_f_{options.f_beta:.3f}", f_score(precision, recall, options.f_beta)
    yield "precision", precision
    yield "recall", recall
    if actual.any() and not actual.all():
        yield "roc_auc_score", area_under_roc(scores[:, 0], actual)


def area_under_roc(scores, actual):
    """The share of pairs of a 1 and a 0 whose scores are in that order; equal scores count half."""
    _, places, counts = numpy.unique(scores, return_inverse=True, return_counts=True)
    ranks = numpy.cumsum(counts) - (counts - 1) / 2
    positive = numpy.count_nonzero(actual)
    return (ranks[places][actual].sum() - positive * (positive + 1) / 2) / (positive * (len(actual) - positive))


def multiclass_scores(options, scores, labels, _):
    classes = labels.astype(int)
    own = scores[numpy.arange(len(classes)), classes][:, None]
    places = (scores > own).sum(axis=1)  # how many classes are thought likelier than the right one
    called = scores.argmax(axis=1)
    right = numpy.bincount(classes[called == classes], minlength=options.num_classes)
    actual = numpy.bincount(classes, minlength=options.num_classes)
    guesses = numpy.bincount(called, minlength=options.num_classes)
    # Classes that the data do not have say nothing about recall.
    seen = actual > 0
    recall = right[seen] / actual[seen]
    precision = right[seen] / numpy.maximum(guesses[seen], 1)
    yield "multiclass_accuracy", (called == classes).mean()
    yield f"multiclass_top_k_accuracy_{options.accuracy_top_k}", (places < options.accuracy_top_k).mean()
    yield "dcg", (1 / numpy.log2(places + 2)).mean()
    yield "macro_recall", recall.mean()
    yield "macro_precision", precision.mean()
    yield f"macro_f_{options.f_beta:.3f}", f_score(precision, recall, options.f_beta).mean()
    yield "multiclass_balanced_accuracy", recall.mean()
