"""A script as sagemaker_inference serves it behind a model server: PyTorch since 1.2 (TorchServe), and images of one's own (multi-model-server).

What it answers was taken from the package itself (test/support/servingToolkitGolden.py): whatever a function raises, also for a content type that is not
supported, is answered with its message and traceback.
"""

import io
import json
import os
import sys
import traceback

import script_torch
import serving_http
from script_formats import ANY, INFERENCE, JSON, TEXTS, UnsupportedFormatError
from script_handlers import parameters_of
from serving_http import Answer


class Headers(dict):
    """Read in any spelling, as HTTP means it."""

    def get(self, key, default=None):
        return next((value for name, value in self.items() if name.lower() == key.lower()), default)


class Request:
    """TorchServe's RequestProcessor: one request and its answer (ts/context.py)."""

    def __init__(self, headers):
        self.headers = Headers(headers)
        self.status = 200
        self.answered = {}

    def get_request_property(self, key):
        return self.headers.get(key)

    def get_request_properties(self):
        return self.headers


class Context:
    """What a script's function may take as its last argument."""

    def __init__(self, model_dir, request=None):
        self.model_name = "model"
        self.manifest = {}
        self.system_properties = {"model_dir": model_dir, "gpu_id": None, "batch_size": 1, "server_name": "MMS", "server_version": "1.0"}
        self.request_processor = None if request is None else [request]

    def get_request_id(self, idx=0):
        return None

    def get_request_header(self, idx, key):
        return self.request_processor[idx].get_request_property(key)

    def get_all_request_header(self, idx):
        return self.request_processor[idx].get_request_properties()

    def get_response_headers(self, idx):
        return self.request_processor[idx].answered

    def set_response_header(self, idx, key, value):
        self.request_processor[idx].answered[key] = value

    def set_response_content_type(self, idx, value):
        self.set_response_header(idx, "content-type", value)

    def set_response_status(self, code=200, phrase="", idx=0):
        self.request_processor[idx].status = code


def accepted(accept):
    """The first type of a list that can be written."""
    for content_type in accept.replace(" ", "").split(","):
        if content_type in INFERENCE.writers:
            return content_type
    raise UnsupportedFormatError(accept)


def write(prediction, accept):
    content_type = accepted(accept)
    return INFERENCE.encode(prediction, content_type), content_type


def write_tensor(prediction, accept):
    values = script_torch.array_of(prediction)
    return INFERENCE.encode(values.tolist() if values is not prediction else prediction, accepted(accept))


DEFAULTS = {
    "generic": {"input_fn": INFERENCE.decode, "output_fn": write},
    "pytorch": {
        "model_fn": script_torch.load_model,
        "input_fn": lambda data, content_type: script_torch.tensor_of(INFERENCE.decode(data, content_type), content_type),
        "predict_fn": script_torch.predict,
        "output_fn": write_tensor,
    },
}

MORE = dict.fromkeys(DEFAULTS, ("transform_fn", "pre_model_fn", "model_warmup_fn"))


def body_of(value):
    """As the model server encodes what it is handed (ts/protocol/otf_message_handler.py)."""
    if isinstance(value, (str, bytes, bytearray)):
        return value
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Tensor):
        stream = io.BytesIO()
        torch.save(value, stream)
        return stream.getvalue()
    return json.dumps(value, indent=2)


class InferenceService(serving_http.Service):
    def __init__(self, handlers, model_dir):
        self.handlers = handlers
        self.model_dir = model_dir
        self.default_accept = os.environ.get("SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT", JSON)
        loading = Context(model_dir)
        if handlers.get("pre_model_fn"):
            self.call(loading, handlers.get("pre_model_fn"), model_dir)
        self.model = handlers.load(lambda function, *given: self.call(loading, function, *given), model_dir)
        if handlers.get("model_warmup_fn"):
            self.call(loading, handlers.get("model_warmup_fn"), model_dir, self.model)

    @staticmethod
    def call(context, function, *given):
        wanted = parameters_of(function)
        if wanted == len(given):
            return function(*given)
        if wanted == len(given) + 1:
            return function(*given, context)
        raise TypeError(f"{function.__name__} takes {wanted} arguments but {len(given)} were given.")

    def invoke(self, body, headers):
        request = Request(headers.items())
        context = Context(self.model_dir, request)
        try:
            value = self.transform(bytearray(body), context)
        except Exception as error:
            traceback.print_exc()
            return self.failure(error, request)
        try:
            encoded = body_of(value)
        except TypeError as error:
            print(f"The script returned {type(value).__name__}, which cannot be sent ({error}): return a string or bytes.")
            refusal = {"code": 503, "type": "InternalServerException", "message": "Unsupported model output data type."}
            return Answer(503, JSON, json.dumps(refusal, indent=2) + "\n")
        return self.answer(request, encoded)

    def transform(self, data, context):
        headers = context.request_processor[0].headers
        content_type = headers.get("Content-Type") or headers.get("ContentType")
        accept = headers.get("Accept")
        if not accept or accept == ANY:
            accept = self.default_accept
        result = self.handled(data.decode("utf-8") if content_type in TEXTS else data, content_type, accept, context)
        value, answered = result[:2] if isinstance(result, tuple) else (result, accept)
        context.set_response_content_type(0, answered)
        return value

    def handled(self, data, content_type, accept, context):
        whole = self.handlers.get("transform_fn")
        if whole:
            return self.call(context, whole, self.model, data, content_type, accept)
        rows = self.call(context, self.handlers.get("input_fn"), data, content_type)
        prediction = self.call(context, self.handlers.get("predict_fn"), rows, self.model)
        return self.call(context, self.handlers.get("output_fn"), prediction, accept)

    def failure(self, error, request):
        from sagemaker_inference import errors  # the interpreter's own, or the one of script_modules

        own = isinstance(error, errors.BaseInferenceToolkitError)
        request.status = error.status_code if own else 500
        message = error.message if own else str(error) or "Invalid Request"
        return self.answer(request, f"{message}\n{traceback.format_exc()}")

    @staticmethod
    def answer(request, body):
        headers = dict(request.answered)
        return Answer(request.status, headers.pop("content-type", None), body, headers)

    def ping(self):
        return Answer(200, JSON, json.dumps({"status": "Healthy"}, indent=2) + "\n")
