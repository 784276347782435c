"""Runs programs of src/engine/python one after the other in one process: their libraries take long to load.

stdin: [{"program": path, "args": [..], "roots": {host: folder}}]
stdout: [{"exitCode", "output"}]
"""

import contextlib
import io
import json
import os
import runpy
import sys


def run(job):
    output = io.StringIO()
    sys.argv = [job["program"], *job["args"]]
    os.environ["SAGEMAKER_LOCAL_HOST_ROOTS"] = json.dumps(job["roots"])
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        try:
            runpy.run_path(job["program"], run_name="__main__")
        except SystemExit as end:
            return {"exitCode": end.code, "output": output.getvalue()}
    return {"exitCode": 0, "output": output.getvalue()}


jobs = json.load(sys.stdin)
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(jobs[0]["program"]))
print(json.dumps([run(job) for job in jobs]))
