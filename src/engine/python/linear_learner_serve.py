"""Stands for the serving side of the built-in Linear Learner image: argv is the folder of the unpacked model.

A classifier's score is a probability where its loss gives one, for several classes a list; a regressor has no predicted_label.
"""

import sys

import numpy

from algorithm_serving import AlgorithmService, loaded
from linear_learner_model import read_model
from serving_http import serve


class LinearLearnerService(AlgorithmService):
    def __init__(self, model):
        super().__init__(model.weights.shape[1])
        self.model = model
        self.weights = model.weights.T.astype(numpy.float64)

    def predict(self, features):
        scores = activated(self.model.activation, features @ self.weights + self.model.bias).astype(numpy.float32)
        if self.model.predictor_type == "multiclass_classifier":
            return {"score": scores, "predicted_label": scores.argmax(axis=1).astype(numpy.float32)}
        scores = scores[:, 0]
        if self.model.predictor_type == "regressor":
            return {"score": scores}
        return {"score": scores, "predicted_label": (scores.astype(numpy.float64) >= self.model.threshold).astype(numpy.float32)}


def activated(activation, scores):
    if activation == "softmax":
        odds = numpy.exp(scores - scores.max(axis=1, keepdims=True))
        return odds / odds.sum(axis=1, keepdims=True)
    if activation == "logistic":
        decay = numpy.exp(-numpy.abs(scores))
        return numpy.where(scores > 0, 1, decay) / (1 + decay)
    return scores


if __name__ == "__main__":
    serve(lambda: LinearLearnerService(loaded(read_model, sys.argv[1])))
