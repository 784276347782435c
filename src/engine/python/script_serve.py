"""Answers with a user's script, as the serving toolkit of its framework's image does.

argv: the folder that stands for /opt/ml, the folder of the script, the script's file name or `-`, and whose functions stand in for those that it leaves
out: sklearn, xgboost, pytorch, pytorch-legacy (before 1.2), generic.
"""

import concurrent.futures
import logging
import os
import queue
import sys
import threading
import time

import script_containers
import script_inference
import script_modules
import serving_http
from script_handlers import read_script


class TimeLimit:
    """Ends the process when a call takes longer, as the images replace such a worker (sagemaker-containers, _env.py and _server.py: 60 seconds, 0 is none)."""

    def __init__(self, seconds):
        self.seconds = seconds
        self.begun = {}
        self.some = threading.Event()
        if seconds > 0:
            threading.Thread(target=self.watch, daemon=True).start()

    def __enter__(self):
        self.begun[threading.get_ident()] = time.monotonic()
        if not self.some.is_set():
            self.some.set()

    def __exit__(self, *_):
        del self.begun[threading.get_ident()]

    def watch(self):
        """Wakes once in the time of the limit while there are calls, and never where there are none."""
        while True:
            self.some.wait()
            self.some.clear()
            while self.begun:
                left = min(list(self.begun.values()), default=time.monotonic()) + self.seconds - time.monotonic()
                if left <= 0:
                    self.end()
                time.sleep(left)

    def end(self):
        print(
            f"A request took longer than {self.seconds} seconds, so this container ends and is started again: "
            "set SAGEMAKER_MODEL_SERVER_TIMEOUT (seconds) in the model's Environment for a script that takes longer, also in a transform job.",
            flush=True,
        )
        os._exit(1)


class OnOneThread(serving_http.Service):
    """Calls a script where its model was loaded, as the images do: connections of sqlite3, event loops and signals do not work elsewhere.

    Only where the container is to have several workers are there more threads.
    """

    def __init__(self, service):
        self.service = service
        self.limit = TimeLimit(serving_http.whole_number("SAGEMAKER_MODEL_SERVER_TIMEOUT", 60))
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
        for _ in range(1, serving_http.workers()):
            threading.Thread(target=self.work_on, daemon=True).start()
        self.work_on()

    def work_on(self):
        while True:
            result, function, given = self.waiting.get()
            try:
                with self.limit:
                    answer = function(*given)
                result.set_result(answer)
            except SystemExit as end:  # raised on, it would end a thread and not the container
                print(f"The script ended its process: {end}", flush=True)
                os._exit(end.code if isinstance(end.code, int) else 1)
            except BaseException as error:  # whichever thread it is: a request must not wait for ever
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
