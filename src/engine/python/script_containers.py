"""A script as sagemaker_containers serves it behind Flask: the scikit-learn and XGBoost images, and PyTorch before 1.2.

What it answers was taken from the package itself (test/support/servingToolkitGolden.py): whatever a function raises, also for a content type that is not
supported, is answered with Flask's own page.
"""

import json
import os
import traceback

import script_dmatrix
import script_torch
import serving_http
from script_formats import ANY, CONTAINERS, JSON, TEXTS
from serving_http import Answer, with_charset

ERROR_PAGE = """<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">
<title>500 Internal Server Error</title>
<h1>Internal Server Error</h1>
<p>The server encountered an internal error and was unable to complete your request. Either the server is overloaded or there is an error in the application.</p>
"""


class Response:
    """What a script may return: worker.Response of sagemaker_containers, as far as Flask's has its members."""

    def __init__(self, response=None, accept=None, status=200, headers=None, mimetype=None, direct_passthrough=False):
        self.data = joined(response)
        self.status_code = int(status)
        self.headers = {"Content-Type": with_charset(mimetype or JSON), **dict(headers or {})}

    def get_data(self):
        return self.data


def joined(response):
    if response is None:
        return b""
    parts = [response] if isinstance(response, (str, bytes, bytearray)) else response
    return b"".join(part.encode("utf-8") if isinstance(part, str) else bytes(part) for part in parts)


def response_of(result):
    """What Flask makes of what a function returns."""
    if isinstance(result, tuple):
        return Response(result[0], mimetype=result[1])
    if hasattr(result, "get_data"):
        return result
    if isinstance(result, (str, bytes, bytearray)):
        return Response(result, mimetype="text/html")
    if isinstance(result, dict):
        return Response(json.dumps(result, sort_keys=True, separators=(",", ":")) + "\n")
    raise TypeError(f"the script returned {type(result).__name__}, which is no answer: return a string, bytes or worker.Response")


def answer_of(result):
    response = response_of(result)
    headers = dict(response.headers)
    content_type = headers.pop("Content-Type", None)
    headers.pop("Content-Length", None)
    return Answer(response.status_code, content_type, response.get_data(), headers)


def sklearn_input(data, content_type):
    import numpy

    rows = CONTAINERS.decode(data, content_type)
    return rows.astype(numpy.float32) if content_type in TEXTS else rows


def encoded(prediction, accept):
    return Response(CONTAINERS.encode(prediction, accept), mimetype=accept)


DEFAULTS = {
    "sklearn": {"input_fn": sklearn_input, "predict_fn": lambda data, model: model.predict(data), "output_fn": encoded},
    "xgboost": {
        "input_fn": script_dmatrix.decode,
        "predict_fn": lambda data, model: model.predict(data, validate_features=False),
        "output_fn": encoded,
    },
    "pytorch-legacy": {
        "input_fn": lambda data, content_type: script_torch.tensor_of(CONTAINERS.decode(data, content_type), content_type),
        "predict_fn": script_torch.predict,
        "output_fn": lambda prediction, accept: encoded(script_torch.array_of(prediction), accept),
    },
}

MORE = {"sklearn": ("transform_fn", "execution_parameters_fn"), "xgboost": ("transform_fn",), "pytorch-legacy": ()}


class ContainersService(serving_http.Service):
    def __init__(self, handlers, model_dir):
        self.handlers = handlers
        self.default_accept = os.environ.get("SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT", JSON)
        self.model = handlers.load(lambda function, *given: function(*given), model_dir)

    def execution_parameters(self):
        function = self.handlers.get("execution_parameters_fn")
        return function and self.answered(function)

    def invoke(self, body, headers):
        content_type = headers.get("ContentType") or headers.get("Content-Type") or JSON
        accept = headers.get("Accept")
        if not accept or accept == ANY:
            accept = self.default_accept
        data = body.decode("utf-8", "replace") if content_type in TEXTS else body
        return self.answered(lambda: self.transform(data, content_type, accept))

    def transform(self, data, content_type, accept):
        whole = self.handlers.get("transform_fn")
        if whole:
            return whole(self.model, data, content_type, accept)
        rows = self.handlers.get("input_fn")(data, content_type)
        return self.handlers.get("output_fn")(self.handlers.get("predict_fn")(rows, self.model), accept)

    @staticmethod
    def answered(function):
        try:
            return answer_of(function())
        except Exception:
            traceback.print_exc()
            return Answer(500, "text/html", ERROR_PAGE)
