"""Answers with a user's script, as the serving toolkit of its framework's image does.

argv: the folder that stands for /opt/ml, the folder of the script, the script's file name or `-`, and whose functions stand in for those that it leaves
out: sklearn, xgboost, pytorch, pytorch-legacy (before 1.2), generic.
"""

import logging
import os
import sys

import script_containers
import script_inference
import script_modules
import serving_http
from script_handlers import read_script


def main(base_dir, code_folder, program, family):
    logging.basicConfig(
        format="%(asctime)s %(levelname)s - %(name)s - %(message)s", level=int(os.environ.get("SAGEMAKER_CONTAINER_LOG_LEVEL") or logging.INFO)
    )
    sys.path[:1] = [code_folder, sys.path[0]]  # a script's own module comes before one of ours
    script_modules.provide(base_dir)
    has_flask = family in script_containers.DEFAULTS
    toolkit = script_containers if has_flask else script_inference
    service = script_containers.ContainersService if has_flask else script_inference.InferenceService
    handlers = read_script(None if program == "-" else program, toolkit.DEFAULTS[family], toolkit.MORE[family])
    handlers.needed("predict_fn" if handlers.get("transform_fn") is None else "transform_fn", "answers")
    return service(handlers, os.path.join(base_dir, "model"))


if __name__ == "__main__":
    serving_http.serve(lambda: main(*sys.argv[1:]))
