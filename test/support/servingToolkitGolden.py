"""Writes what the serving toolkits of the framework images answer: JSON on stdout, the cases of the toolkits that argv names (sklearn, xgboost, pytorch, generic).

Run it where they can be imported: sagemaker_containers 2.8.6.post2 with Flask 1.1.1 and Werkzeug 0.15.6, sagemaker_sklearn_container and
sagemaker_xgboost_container from their repositories; sagemaker_pytorch_inference 2.0.25 with torch; sagemaker_inference 1.10.1.
test/golden/servingToolkits.json holds all of them.
"""

import base64
import collections.abc
import contextlib
import importlib
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile

collections.Mapping = collections.abc.Mapping  # of the Pythons that sagemaker_containers was made for

ROWS = "1.5,2.5\n3.5,4.5"
PREDICT = "def model_fn(model_dir):\n    import os\n    return Model(sorted(os.listdir(model_dir)))\n"
SUMS = f"class Model:\n    def __init__(self, files):\n        self.files = files\n    def predict(self, rows, **_):\n        return rows.sum(axis=1)\n{PREDICT}"
BOOSTED = f"class Model:\n    def __init__(self, files):\n        self.files = files\n    def predict(self, rows, validate_features):\n        return rows.get_data().toarray().sum(axis=1)\n{PREDICT}"
ECHO = """
import json
def model_fn(model_dir):
    return 'model'
def input_fn(data, content_type):
    return [type(data).__name__, data if isinstance(data, str) else data.decode('latin1'), content_type]
def predict_fn(data, model):
    return {'asked': data, 'model': model}
"""
OWN = ECHO + "def output_fn(prediction, accept):\n    return json.dumps([prediction, accept])\n"
PAIR = ECHO + "def output_fn(prediction, accept):\n    return json.dumps([prediction, accept]), 'text/x-mine'\n"
BYTES = ECHO + "def output_fn(prediction, accept):\n    return b'\\x00\\xff'\n"
DICT = ECHO + "def output_fn(prediction, accept):\n    return {'z': prediction, 'a': [1.5, None]}\n"
NOTHING = ECHO + "def output_fn(prediction, accept):\n    return None\n"
WHOLE = "def model_fn(model_dir):\n    return 7\ndef transform_fn(model, data, content_type, accept):\n    return f'{model}|{data}|{content_type}|{accept}', accept\n"
RAISING = ECHO.replace("return {'asked': data, 'model': model}", "raise ValueError('no such row')")
CONTEXT = "def model_fn(model_dir, context):\n    return context.system_properties['model_dir'] == model_dir\ndef transform_fn(model, data, content_type, accept, context):\n    context.set_response_header(0, 'X-Amzn-SageMaker-Custom-Attributes', 'seen ' + str(context.get_request_header(0, 'X-Amzn-SageMaker-Custom-Attributes')))\n    return str(model), 'text/plain'\n"
STATUS = "from sagemaker_inference.errors import GenericInferenceToolkitError\ndef model_fn(model_dir):\n    return 1\ndef transform_fn(model, data, content_type, accept):\n    raise GenericInferenceToolkitError(409, 'too early', 'later')\n"
IMPORTS_CONTAINERS = ECHO + "from sagemaker_containers.beta.framework import content_types, encoders, env, modules, transformer, worker\ndef input_fn(data, content_type):\n    return encoders.decode(data, content_type)\ndef predict_fn(data, model):\n    return data * 2\ndef output_fn(prediction, accept):\n    if accept == content_types.JSON:\n        return worker.Response(json.dumps({'instances': prediction.tolist()}), mimetype=accept)\n    return worker.Response(encoders.encode(prediction, accept), mimetype=accept, status=201)\n"
IMPORTS_INFERENCE = ECHO + "from sagemaker_inference import content_types, decoder, encoder\ndef input_fn(data, content_type):\n    return decoder.decode(data, content_type)\ndef predict_fn(data, model):\n    return data * 2\ndef output_fn(prediction, accept):\n    return encoder.encode(prediction, accept), accept\n"
PARAMETERS = SUMS + "def execution_parameters_fn():\n    return {'BatchStrategy': 'SINGLE_RECORD', 'MaxConcurrentTransforms': 2, 'MaxPayloadInMB': 3}\n"
LINEAR = "import torch\ndef model_fn(model_dir):\n    model = torch.nn.Linear(2, 1)\n    torch.nn.init.constant_(model.weight, 2.0)\n    torch.nn.init.constant_(model.bias, 0.5)\n    return model\n"
BOTH = WHOLE + "def predict_fn(data, model):\n    return data\n"


def npy(value):
    import numpy

    stream = io.BytesIO()
    numpy.save(stream, numpy.array(value))
    return stream.getvalue()


def npz():
    import scipy.sparse

    stream = io.BytesIO()
    scipy.sparse.save_npz(stream, scipy.sparse.csr_matrix([[0, 2.0], [3.0, 0]]), compressed=False)
    return stream.getvalue()


CSV, JSON, NPY = "text/csv", "application/json", "application/x-npy"
RECTANGLE = json.dumps([[1, 2.5], [3, 4]])
ASKED = [(ROWS, CSV, accept) for accept in (None, "*/*", JSON, CSV, NPY, "text/plain", "text/plain, text/csv")]
FORMATS = [
    *ASKED,
    ("1,2.5\n3,4", CSV, JSON), (RECTANGLE, None, JSON), (RECTANGLE, JSON, CSV), (b"NPY", NPY, JSON), (b"NPZ", "application/x-npz", JSON),
    (ROWS, "text/csv; charset=utf-8", JSON), (ROWS, "application/octet-stream", JSON), ("1,2.5", CSV, JSON), ("a,b\nc,d", CSV, JSON), ("1,2\n3", CSV, JSON),
    ("", CSV, JSON), ("{", JSON, JSON), ("3", JSON, JSON), ("1,2.5\n3,4\n", CSV, CSV), ("1;2\n3;4", CSV, CSV),
]  # fmt: skip
TENSORS = [asked for asked in FORMATS if asked[0] not in ("", b"NPZ")]  # torch 1.13 itself dies of no values
HANDLED = [("a\u00e4", CSV, None), (b"\xff\x01", "image/png", "image/png"), (b"\xff", JSON, None), ("x", None, "*/*")]
ONE = [(ROWS, CSV, JSON)]
LIBSVM = [(text, kind, CSV) for text in ("0:1 2:3\n1:2", "1 0:1.5 1:2\n0 1:2\n") for kind in ("text/libsvm", "text/x-libsvm")]
DEFAULTS = {"SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT": CSV}

# name, script, variables, requests
OWN_FUNCTIONS = [
    ("own functions", OWN, {}, HANDLED), ("an own default", OWN, DEFAULTS, HANDLED), ("content type in the answer", PAIR, {}, HANDLED), ("bytes", BYTES, {}, ONE),
    ("a dictionary", DICT, {}, ONE), ("nothing", NOTHING, {}, ONE), ("transform_fn", WHOLE, {}, HANDLED), ("predict_fn raises", RAISING, {}, ONE),
    ("transform_fn and predict_fn", BOTH, {}, ONE), ("no model_fn", "x = 1\n", {}, ONE), ("model_fn raises", "def model_fn(model_dir):\n    raise KeyError('weights')\n", {}, ONE),
]  # fmt: skip
CASES = {
    "sklearn": [("defaults", SUMS, {}, FORMATS), *OWN_FUNCTIONS, ("the toolkit's modules", IMPORTS_CONTAINERS, {}, ASKED), ("execution_parameters_fn", PARAMETERS, {}, ONE)],
    "xgboost": [("defaults", BOOSTED, {}, [*FORMATS, *LIBSVM]), ("own functions", OWN, {}, HANDLED)],
    "pytorch": [("defaults", LINEAR, {}, TENSORS), *OWN_FUNCTIONS, ("context", CONTEXT, {}, ONE), ("an own status", STATUS, {}, ONE), ("the toolkit's modules", IMPORTS_INFERENCE, {}, ASKED)],
    "generic": [("defaults", SUMS + "def predict_fn(data, model):\n    return model.predict(data)\n", {}, FORMATS), *OWN_FUNCTIONS],
}  # fmt: skip


def text_of(body):
    return {b"NPY": lambda: npy([[1.0, 2.5], [3.0, 4.0]]), b"NPZ": npz}.get(body, lambda: body)() if isinstance(body, bytes) else body.encode()


class Flask:
    """sagemaker_containers behind its own Flask application, as gunicorn runs it."""

    def __init__(self, toolkit):
        serving = importlib.import_module(f"sagemaker_{toolkit}_container.serving")
        from sagemaker_containers.beta.framework import worker

        user = serving._user_module_transformer(importlib.import_module("inference"))
        user.initialize()
        parameters = getattr(importlib.import_module("inference"), "execution_parameters_fn", None) if toolkit == "sklearn" else None
        self.client = worker.Worker(transform_fn=user.transform, module_name="inference", execution_parameters_fn=parameters).test_client()

    def ask(self, body, headers):
        answer = self.client.post("/invocations", data=body, headers=headers)
        return answer.status_code, answer.headers.get("Content-Type"), answer.data, {}

    def parameters(self):
        answer = self.client.get("/execution-parameters")
        return json.loads(answer.data) if answer.status_code == 200 else None


class Processor:
    """What TorchServe's context has of one request (ts/context.py)."""

    def __init__(self, headers):
        self.headers, self.status, self.answered = headers, 200, {}

    def get_request_properties(self):
        return self.headers


class Context:
    def __init__(self, model_dir):
        self.model_name, self.system_properties, self.request_processor = "model", {"model_dir": model_dir}, None

    def get_request_header(self, idx, key):
        return self.request_processor[idx].headers.get(key)

    def set_response_content_type(self, idx, value):
        self.set_response_header(idx, "content-type", value)

    def set_response_header(self, idx, key, value):
        self.request_processor[idx].answered[key] = value

    def set_response_status(self, code=200, phrase="", idx=0):
        self.request_processor[idx].status = code


class ModelServer:
    """sagemaker_inference, called as TorchServe and MMS call it; what it returns is encoded as ts/protocol/otf_message_handler.py does."""

    def __init__(self, toolkit):
        from sagemaker_inference.default_handler_service import DefaultHandlerService
        from sagemaker_inference.transformer import Transformer

        self.context = Context(os.path.join(os.environ["SAGEMAKER_BASE_DIR"], "model"))
        if toolkit == "pytorch":
            from sagemaker_pytorch_serving_container.handler_service import HandlerService

            self.service = HandlerService()
        else:
            self.service = DefaultHandlerService(Transformer())
        self.service.initialize(self.context)

    def ask(self, body, headers):
        processor = Processor(headers)
        self.context.request_processor = [processor]
        value = self.service.handle([{"body": bytearray(body)}], self.context)[0]
        data = bytes(value) if isinstance(value, (bytes, bytearray)) else (value if isinstance(value, str) else json.dumps(value, indent=2)).encode()
        answered = dict(processor.answered)
        return processor.status, answered.pop("content-type", None), data, answered

    def parameters(self):
        return None


def run(toolkit, index):
    """In a process of its own: one script."""
    name, script, variables, requests = CASES[toolkit][index]
    with tempfile.TemporaryDirectory() as folder:
        base = pathlib.Path(folder)
        (base / "model" / "code").mkdir(parents=True)
        (base / "model" / "weights").write_text("1")
        (base / "model" / "code" / "inference.py").write_text(script)
        os.environ.update({"SAGEMAKER_BASE_DIR": folder, "SAGEMAKER_PROGRAM": "inference.py", **variables})
        sys.path.insert(0, str(base / "model" / "code"))
        case = {"toolkit": toolkit, "name": name, "script": script, "variables": variables}
        try:
            server = (Flask if toolkit in ("sklearn", "xgboost") else ModelServer)(toolkit)
        except Exception as error:
            return {**case, "unloadable": f"{type(error).__name__}: {error}"}
        answers = []
        for body, content_type, accept in requests:
            headers = {"Content-Type": content_type, "Accept": accept, "X-Amzn-SageMaker-Custom-Attributes": "mine"}
            sent = text_of(body)
            status, answered, data, more = server.ask(sent, {key: value for key, value in headers.items() if value is not None})
            data = data.split(b"Traceback (most recent call last):")[0]  # what follows is of this machine
            answers.append({
                "contentType": content_type, "accept": accept, "body": base64.b64encode(sent).decode(),
                "answer": {"status": status, "contentType": answered, "body": base64.b64encode(data).decode(), "headers": more},
            })  # fmt: skip
        return {**case, "parameters": server.parameters(), "requests": answers}


if len(sys.argv) > 1 and sys.argv[1] == "--one":
    with contextlib.redirect_stdout(sys.stderr):
        result = run(sys.argv[2], int(sys.argv[3]))
    print(json.dumps(result))
else:
    found = []
    for toolkit in sys.argv[1:]:
        for index in range(len(CASES[toolkit])):
            one = subprocess.run([sys.executable, "-W", "ignore", __file__, "--one", toolkit, str(index)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            if one.returncode != 0:
                sys.exit(one.stderr)
            found.append(json.loads(one.stdout))
    json.dump(found, sys.stdout, indent=1)
