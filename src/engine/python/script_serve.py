"""Answers with a user's script, as the serving toolkit of its framework's image does.

argv: the folder that stands for /opt/ml, the folder of the script, the script's file name or `-`, and whose functions stand in for those that it leaves
out: sklearn, xgboost, pytorch, pytorch-legacy (before 1.2), generic.
"""

import concurrent.futures
import logging
import os
import queue
import sys

import script_containers
import script_inference
import script_modules
import serving_http
from script_handlers import read_script


class OnOneThread(serving_http.Service):
    """Calls a script where its model was loaded, as the images do: connections of sqlite3, event loops and signals do not work elsewhere."""

    def __init__(self, service):
        self.service = service
        serving_http.whole_number("SAGEMAKER_MODEL_SERVER_TIMEOUT", 60)  # the engine keeps to it; what is no number is refused here
        self.waiting = queue.SimpleQueue()
        self.ping = service.ping

    def execution_parameters(self):
        return self.called(self.service.execution_parameters)

    def invoke(self, body, headers):
        return self.called(self.service.invoke, body, headers)

    def called(self, function, *given):
        result = concurrent.futures.Future()
        self.waiting.put((result, function, given))
        return result.result()

    def work(self):
        while True:
            result, function, given = self.waiting.get()
            try:
                result.set_result(function(*given))
            except SystemExit as end:
                print(f"The script ended its process: {end}", flush=True)
                os._exit(end.code if isinstance(end.code, int) else 1)
            except BaseException as error:  # whatever it is: a request must not wait for ever
                result.set_exception(error)


def main(base_dir, code_folder, program, family):
    logging.basicConfig(
        format="%(asctime)s %(levelname)s - %(name)s - %(message)s", level=serving_http.whole_number("SAGEMAKER_CONTAINER_LOG_LEVEL", logging.INFO)
    )
    sys.path[:1] = [code_folder, sys.path[0]]  # a script's own module comes before one of ours
    script_modules.provide(base_dir)
    has_flask = family in script_containers.DEFAULTS
    toolkit = script_containers if has_flask else script_inference
    service = script_containers.ContainersService if has_flask else script_inference.InferenceService
    handlers = read_script(None if program == "-" else program, toolkit.DEFAULTS[family], toolkit.MORE[family])
    handlers.needed("predict_fn" if handlers.get("transform_fn") is None else "transform_fn", "answers")
    return OnOneThread(service(handlers, os.path.join(base_dir, "model")))


if __name__ == "__main__":
    serving_http.serve(lambda: main(*sys.argv[1:]))
