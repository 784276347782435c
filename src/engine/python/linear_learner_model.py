"""Linear Learner's artifact: `model_algo-1`, a zip of four files.

Their names, the input `data`, the parameters `fc0_weight` and `fc0_bias` and the label `out_label` are AWS's: developer guide, "How
linear learner works", step 4 (`mx.module.Module.load('mx-mod', 0)`), and public programs that unzip model_algo-1 and load it. The
network between them, additional-params.json and manifest.json are our own, as those of AWS are not published: what loads the model
by that step works with this file; whether AWS's own serving image takes it was not tried.
"""

import json
import os
import tempfile
import zipfile
from typing import Any, NamedTuple

import mxnet_ndarray

# The network's last layer, which turns scores into what a prediction shows.
OUTPUTS = {"logistic": "LogisticRegressionOutput", "softmax_loss": "SoftmaxOutput"}
MXNET_VERSION = 10300
MIDDLE = 0.5  # of a probability


class LinearModel(NamedTuple):
    """`weights`: outputs × features; `bias`: outputs; `activation`: logistic, softmax or None; `threshold`: of a binary classifier, on its score."""

    predictor_type: str
    activation: Any
    weights: Any
    bias: Any
    threshold: Any


def write_model(path, options, weights, bias, threshold):
    """`weights`: outputs × features, for raw features; `bias`: outputs; float32. Renamed when whole."""
    with tempfile.TemporaryDirectory() as folder:
        mxnet_ndarray.save(os.path.join(folder, "params"), {"arg:fc0_weight": weights, "arg:fc0_bias": bias})
        with open(os.path.join(folder, "params"), "rb") as file:
            parameters = file.read()
    files = {
        "additional-params.json": json.dumps(
            {
                "predictor_type": options.predictor_type,
                "loss": options.loss,
                "num_classes": options.num_classes,
                "feature_dim": weights.shape[1],
                "threshold": threshold if options.predictor_type == "binary_classifier" else None,
            }
        ),
        "manifest.json": json.dumps({"written_by": "SageMaker Workbench, local engine", "format": 1}),
        "mx-mod-symbol.json": json.dumps(symbol(options, weights.shape[0])),
        "mx-mod-0000.params": parameters,
    }
    os.makedirs(os.path.dirname(path), exist_ok=True)
    partial = os.path.join(os.path.dirname(path), ".partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            # One date for all: equal models are equal files.
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    os.replace(partial, path)


def symbol(options, outputs):
    """data -> FullyConnected fc0 -> out, as MXNet's own JSON."""
    nodes = [
        variable("data"),
        variable("fc0_weight"),
        variable("fc0_bias"),
        {"op": "FullyConnected", "name": "fc0", "attrs": {"num_hidden": str(outputs)}, "inputs": [[0, 0, 0], [1, 0, 0], [2, 0, 0]]},
        variable("out_label"),
        {"op": OUTPUTS.get(options.loss, "LinearRegressionOutput"), "name": "out", "inputs": [[3, 0, 0], [4, 0, 0]]},
    ]
    return {
        "nodes": nodes,
        "arg_nodes": [index for index, node in enumerate(nodes) if node["op"] == "null"],
        "node_row_ptr": list(range(len(nodes) + 1)),
        "heads": [[len(nodes) - 1, 0, 0]],
        "attrs": {"mxnet_version": ["int", MXNET_VERSION]},
    }


def variable(name):
    return {"op": "null", "name": name, "inputs": []}


def read_model(path):
    """What `write_model` wrote; of AWS's own artifacts, whose additional parameters are not published, the network says what they leave out.

    Raises ValueError, what is wrong as the end of a sentence.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parameters = mxnet_ndarray.load(archive.read("mx-mod-0000.params"))
            network = json.loads(archive.read("mx-mod-symbol.json"))
            additional = json.loads(archive.read("additional-params.json"))
    except (zipfile.BadZipFile, KeyError) as error:
        raise ValueError(f"is no artifact of Linear Learner ({error})") from error
    if not isinstance(parameters, dict) or not {"arg:fc0_weight", "arg:fc0_bias"} <= set(parameters):
        raise ValueError("has no parameters fc0_weight and fc0_bias")
    weights, bias = parameters["arg:fc0_weight"], parameters["arg:fc0_bias"].ravel()
    activation = activation_of(network)
    kinds = {"softmax": "multiclass_classifier", "logistic": "binary_classifier"}
    otherwise = kinds.get(activation, "regressor" if len(bias) == 1 else "multiclass_classifier")
    kind = additional.get("predictor_type", otherwise)
    threshold = additional.get("threshold")
    if kind == "binary_classifier" and threshold is None:
        threshold = MIDDLE if activation == "logistic" else 0.0
    return LinearModel(kind, activation, weights.reshape(len(bias), -1), bias, threshold)


def activation_of(network):
    """What the network does to the scores of its last layer."""
    for node in network["nodes"]:
        form = node["op"].lower() + str(node.get("attrs", {}).get("act_type", ""))
        for name, marks in (("softmax", ("softmax",)), ("logistic", ("logistic", "sigmoid"))):
            if any(mark in form for mark in marks):
                return name
    return None
