"""The functions of a user's script that answer for a model, and what stands in for those that it leaves out."""

import importlib
import inspect
import re
import traceback

ALWAYS = ("model_fn", "input_fn", "predict_fn", "output_fn")


class Unloadable(Exception):
    """Why a model cannot be served: an end of the sentence "The model cannot be loaded: …"."""


class Handlers:
    """`functions` are the script's own by name, `defaults` the image's; either may leave out any of them."""

    def __init__(self, script, functions, defaults):
        self.script = script
        self.own = functions
        self.defaults = defaults
        whole = self.own.get("transform_fn")
        others = [name for name in ("input_fn", "predict_fn", "output_fn") if name in self.own]
        if whole and others:
            raise Unloadable(f"{script} has transform_fn and {' and '.join(others)}, of which the image takes one way or the other")

    def get(self, name):
        return self.own.get(name) or self.defaults.get(name)

    def needed(self, name, purpose):
        """A function without which nothing is answered."""
        function = self.get(name)
        if function is None:
            raise Unloadable(f"{self.script} has no {name}, which {purpose}")
        return function

    def load(self, call, model_dir):
        """What model_fn returns. `call` calls a function of the script."""
        try:
            return call(self.needed("model_fn", "loads the model"), model_dir)
        except Unloadable:
            raise
        except Exception as error:
            raise Unloadable(f"model_fn of {self.script} raised {last_line(error)}" if "model_fn" in self.own else last_line(error)) from error


def read_script(program, defaults, more):
    """Imports a script by its file's name; `more` are the functions that the image takes besides `ALWAYS`. Without a program the image's own answer."""
    if program is None:
        return Handlers("The image", {}, defaults)
    name = program[:-3] if program.endswith(".py") else program
    try:
        module = importlib.import_module(name)
    except Exception as error:
        raise Unloadable(f"{program} cannot be imported: {last_line(error)}") from error
    found = {name: getattr(module, name, None) for name in (*ALWAYS, *more)}
    return Handlers(program, {name: function for name, function in found.items() if function is not None}, defaults)


def parameters_of(function):
    return len(inspect.signature(function).parameters)


def last_line(error):
    """What a traceback ends with, on one line."""
    return re.sub(r"\s+", " ", traceback.format_exception_only(type(error), error)[-1]).strip()[:500]
