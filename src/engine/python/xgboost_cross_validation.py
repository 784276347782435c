"""The folds of `_kfold` and what the image reports of them (sagemaker-xgboost-container, algorithm_mode/train.py)."""

import os

import numpy


def folds(rows, classes, count, repeats, seed):
    """(train rows, held-out rows) of each fold, `repeats` times over; with `classes`, a label per row, each fold has its share of all.

    The image shuffles differently in every job; here the hyperparameter seed decides, so that a job repeats.
    """
    random = numpy.random.RandomState(seed % 2**32)
    groups = [numpy.arange(rows)] if classes is None else [numpy.flatnonzero(classes == name) for name in numpy.unique(classes)]
    for _ in range(repeats):
        order = numpy.concatenate([random.permutation(group) for group in groups])
        fold_of = numpy.empty(rows, int)
        fold_of[order] = numpy.arange(rows) % count
        for fold in range(count):
            yield numpy.flatnonzero(fold_of != fold), numpy.flatnonzero(fold_of == fold)


def report(num_round, results):
    """The means over folds as one line, in the form of a round."""
    scores = [
        f"\t{data}-{metric}:{numpy.mean([result[data][metric][-1] for result in results]):.5f}"
        for metric in results[0]["train"]
        for data in results[0]
    ]
    print(f"[{num_round}]{''.join(scores)}", flush=True)


class HeldOut:
    """What the models said of the rows that they had not seen: label, mean prediction, and of classes the one most often given."""

    def __init__(self, labels, repeats, objective, classification):
        self.labels = labels
        self.objective = objective
        self.classification = classification
        self.scores = numpy.zeros((len(labels), repeats))
        self.classes = numpy.zeros((len(labels), repeats), int)

    def record(self, repeat, rows, predictions):
        if predictions.ndim == 2:
            self.scores[rows, repeat] = predictions.max(axis=1)
            self.classes[rows, repeat] = predictions.argmax(axis=1)
            return
        self.scores[rows, repeat] = predictions
        self.classes[rows, repeat] = predictions if self.objective == "multi:softmax" else predictions > 0.5

    def save(self, folder):
        columns = [self.labels, self.scores.mean(axis=1)]
        if self.classification:
            columns.append([numpy.bincount(row).argmax() for row in self.classes])
        os.makedirs(folder, exist_ok=True)
        numpy.savetxt(os.path.join(folder, "predictions.csv"), numpy.column_stack(columns), delimiter=",", fmt="%f")
