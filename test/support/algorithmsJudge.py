"""What the SageMaker Python SDK's own estimators of built-in algorithms say of hyperparameters.

Reads {"<image family>": [[name, value], …]} and writes {"<image family>": {"values": {name: [choices] | null}, "miniBatchSize": …, "taken": [true | false, …]}}.
"""

import json
import logging
import sys
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
from sagemaker import (  # noqa: E402
    KNN,
    LDA,
    NTM,
    PCA,
    FactorizationMachines,
    IPInsights,
    KMeans,
    LinearLearner,
    Object2Vec,
    RandomCutForest,
)
from sagemaker.amazon.hyperparameter import Hyperparameter  # noqa: E402

estimators = (
    FactorizationMachines,
    IPInsights,
    KMeans,
    KNN,
    LDA,
    LinearLearner,
    NTM,
    Object2Vec,
    PCA,
    RandomCutForest,
)


def hyperparameters(estimator):
    """Those of the class and of its bases, under the names that are sent."""
    found = {}
    for base in reversed(estimator.__mro__):
        for member in vars(base).values():
            if isinstance(member, Hyperparameter):
                found[member.name] = member
    return found


def choices(hyperparameter):
    """The values of one that takes but some, as `isin` keeps them."""
    for validate in hyperparameter.validation:
        for cell in getattr(validate, "__closure__", None) or ():
            if isinstance(cell.cell_contents, tuple):
                return cell.cell_contents
    return ("True", "False") if hyperparameter.data_type is bool else None


def takes(hyperparameter, value):
    if hyperparameter.data_type is bool:  # every text is true to Python
        return value in ("True", "False")
    try:
        hyperparameter.validate(hyperparameter.data_type(value))
        return True
    except (TypeError, ValueError):
        return False


asked = json.load(sys.stdin)
answers = {}
for estimator in estimators:
    known = hyperparameters(estimator)
    answers[estimator.repo_name] = {
        "values": {name: choices(one) for name, one in known.items()},
        "miniBatchSize": getattr(estimator, "MINI_BATCH_SIZE", None) or estimator.DEFAULT_MINI_BATCH_SIZE,
        "taken": [
            name in known and takes(known[name], value) for name, value in asked.get(estimator.repo_name, [])
        ],
    }
json.dump(answers, sys.stdout)
