"""The modules of the serving toolkits that scripts import; they stand in where the interpreter does not have them."""

import importlib.util
import os
import sys
import types

import script_containers
import script_dmatrix
import script_formats

TYPES = {
    "JSON": script_formats.JSON, "CSV": script_formats.CSV, "NPY": script_formats.NPY, "ANY": script_formats.ANY,
    "OCTET_STREAM": "application/octet-stream", "UTF8_TYPES": list(script_formats.TEXTS),
}  # fmt: skip
UNSUPPORTED = {"UnsupportedFormatError": script_formats.UnsupportedFormatError}


class BaseInferenceToolkitError(Exception):
    """A script raises it to answer with a status of its own."""

    def __init__(self, status_code, message, phrase):
        super().__init__(status_code, message, phrase)
        self.status_code = status_code
        self.message = message
        self.phrase = phrase


class GenericInferenceToolkitError(BaseInferenceToolkitError):
    def __init__(self, status_code, message=None, phrase=None):
        message = message or "Invalid Request"
        super().__init__(status_code, message, phrase or message)


def provide(base_dir):
    """@param base_dir: stands for /opt/ml."""
    if is_missing("sagemaker_containers"):
        provide_containers(base_dir)
    inference = script_formats.INFERENCE
    stand_in("sagemaker_inference", {
        "content_types": {**TYPES, "NPZ": script_formats.NPZ},
        "decoder": {"decode": inference.decode},
        "encoder": {"encode": inference.encode, "SUPPORTED_CONTENT_TYPES": set(inference.writers)},
        "errors": {**UNSUPPORTED, "BaseInferenceToolkitError": BaseInferenceToolkitError, "GenericInferenceToolkitError": GenericInferenceToolkitError},
        "utils": {"parse_accept": lambda accept: accept.replace(" ", "").split(",")},
    })  # fmt: skip
    stand_in("sagemaker_xgboost_container", {"encoder": {name: getattr(script_dmatrix, name) for name in dir(script_dmatrix) if name.endswith("_to_dmatrix") or name == "decode"}})


def provide_containers(base_dir):
    """@param base_dir: stands for /opt/ml."""
    formats = script_formats.CONTAINERS
    framework = {
        "content_types": TYPES,
        "encoders": {
            "decode": formats.decode, "encode": formats.encode, "array_to_csv": script_formats.write_rows, "array_to_json": script_formats.write_json,
            "array_to_npy": script_formats.write_npy, "csv_to_numpy": script_formats.read_cells, "json_to_numpy": script_formats.read_json,
            "npy_to_numpy": script_formats.read_npy,
        },
        "env": {"model_dir": os.path.join(base_dir, "model"), "code_dir": os.path.join(base_dir, "code")},
        "errors": {**UNSUPPORTED, "ClientError": type("ClientError", (Exception,), {})},
        "worker": {"Response": script_containers.Response},
        **{name: {} for name in ("files", "functions", "logging", "mapping", "modules", "params", "server", "transformer")},
    }  # fmt: skip
    return module("sagemaker_containers", {"beta": {"framework": framework}})


def stand_in(name, members):
    if is_missing(name):
        module(name, members)


def is_missing(name):
    return importlib.util.find_spec(name) is None


def module(name, members):
    """A module whose members are values, and modules where they are dictionaries."""
    made = types.ModuleType(name, "Stands in for the toolkit's own.")
    made.__path__ = []  # its submodules are in sys.modules already
    sys.modules[name] = made
    for key, value in members.items():
        setattr(made, key, module(f"{name}.{key}", value) if isinstance(value, dict) else value)

    def absent(key):
        raise AttributeError(f"The local engine's stand-in for {name} has no {key}; install the toolkit in this Python, or do without it.")

    made.__getattr__ = absent  # after its members
    return made
