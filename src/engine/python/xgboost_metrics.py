"""The metrics that the XGBoost image adds to the library's own (sagemaker-xgboost-container, metrics/custom_metrics.py).

The image takes them from scikit-learn; here NumPy is enough. From image 1.2 on they are given raw margins, before that predictions.
"""

import numpy

from algorithm_container import ClientError


def own_metrics(version):
    """The names that an image of this version measures itself. rmse and mae, which later ones measure too, are left to the library."""
    names = ["accuracy", "f1", "mse"]
    if version >= (1, 2):
        names.append("r2")
    if version >= (1, 3):
        names += ["balanced_accuracy", "f1_binary", "f1_macro", "precision", "precision_macro", "precision_micro", "recall"]
        names += ["recall_macro", "recall_micro"]
    return names


def evaluation(names, margins):
    """What the library calls after each round, for all these metrics; `margins`: whether it hands on raw margins."""

    def evaluate(predictions, matrix):
        labels = matrix.get_label()
        found = None if all(name in REGRESSION for name in names) else classes_of(predictions, margins)
        return [(name, float(REGRESSION[name](labels, predictions) if name in REGRESSION else CLASSES[name](labels, found)))
                for name in names]  # fmt: skip

    return evaluate


def classes_of(predictions, margins):
    if predictions.ndim == 2:
        return predictions.argmax(axis=1)
    return (predictions > 0).astype(int) if margins else numpy.rint(predictions)


def r2(labels, predictions):
    total = ((labels - labels.mean()) ** 2).sum()
    rest = ((labels - predictions) ** 2).sum()
    if total == 0:
        return 1.0 if rest == 0 else 0.0
    return 1 - rest / total


def counts(labels, found, classes):
    """True positives, what was found and what is there, of each class."""
    hits = numpy.array([((labels == name) & (found == name)).sum() for name in classes], float)
    return hits, numpy.array([(found == name).sum() for name in classes]), numpy.array([(labels == name).sum() for name in classes])


def ratio(part, whole):
    return numpy.divide(part, whole, out=numpy.zeros(len(part)), where=numpy.asarray(whole) > 0)


def precision_of(hits, found, there):
    return ratio(hits, found)


def recall_of(hits, found, there):
    return ratio(hits, there)


def f1_of(hits, found, there):
    return ratio(2 * hits, found + there)


def averaged(measure, average):
    def measured(labels, found):
        classes = numpy.union1d(labels, found)
        if average == "micro":
            return (labels == found).mean()
        if average == "macro":
            return measure(*counts(labels, found, classes)).mean()
        if len(classes) > 2 or not numpy.isin(classes, (0, 1)).all():
            raise ClientError("Target is multiclass but average='binary': name a metric that ends in _macro or _micro for several classes.")
        return measure(*counts(labels, found, numpy.array([1])))[0]

    return measured


def balanced_accuracy(labels, found):
    return recall_of(*counts(labels, found, numpy.unique(labels))).mean()


REGRESSION = {"mse": lambda labels, predictions: ((labels - predictions) ** 2).mean(), "r2": r2}
CLASSES = {
    "accuracy": lambda labels, found: (labels == found).mean(),
    "balanced_accuracy": balanced_accuracy,
    "f1": averaged(f1_of, "macro"),
    "f1_binary": averaged(f1_of, "binary"),
    "f1_macro": averaged(f1_of, "macro"),
    "precision": averaged(precision_of, "binary"),
    "precision_macro": averaged(precision_of, "macro"),
    "precision_micro": averaged(precision_of, "micro"),
    "recall": averaged(recall_of, "binary"),
    "recall_macro": averaged(recall_of, "macro"),
    "recall_micro": averaged(recall_of, "micro"),
}
