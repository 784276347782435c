"""sagemaker_containers for a training script: the image's own where the interpreter has it, else what stands in for it."""

import importlib
import importlib.util
import json
import os
import sys
import types

import script_modules

NAME = "sagemaker_containers"


class TrainingEnv(types.SimpleNamespace):
    """What the toolkit knows about the job, as attributes and as a mapping, which its own is too."""

    def __getitem__(self, key):
        return self.__dict__[key]

    def __iter__(self):
        return iter(self.__dict__)

    def __len__(self):
        return len(self.__dict__)

    def keys(self):
        return self.__dict__.keys()


def training_env():
    return TrainingEnv(**json.loads(os.environ["SM_TRAINING_ENV"]))


def provide(folder):
    """Puts itself in the place of the module that is being imported.

    @param folder: where that was found, on the path before the interpreter's own packages; nothing else is there.
    """
    sys.path[:] = [path for path in sys.path if path != folder]
    del sys.modules[NAME]
    if importlib.util.find_spec(NAME) is not None:
        importlib.import_module(NAME)
        return
    made = script_modules.provide_containers(os.environ["SAGEMAKER_BASE_DIR"])
    made.training_env = made.beta.framework.training_env = training_env
