"""A serving container that does what a request asks for, on the engine's own serving_http. argv: the folder of the engine's programs, the container's name.

The request's body is JSON: {"headers": true} answers with the headers that came, {"answer": {status, type, text, headers}} with just that,
{"sleep": seconds} late, {"exit": true} never; {<the container's name>: request} with that request, for the next container of a pipeline, and
with what came so far: "by", the names of the containers, "types" and "accepts", each one's Content-Type and Accept.
"""

import json
import os
import sys
import time

sys.path.insert(0, sys.argv[1])
import serving_http  # noqa: E402


class Odd(serving_http.Service):
    def invoke(self, body, headers):
        asked = json.loads(body)
        if asked.get("exit"):
            os._exit(3)
        time.sleep(asked.get("sleep", 0))
        print("asked", sorted(asked))
        if asked.get("headers"):
            return self.json({name.lower(): value for name, value in headers.items()})
        if sys.argv[2] in asked:
            came = {"by": sys.argv[2], "types": headers.get("Content-Type"), "accepts": headers.get("Accept")}
            return self.json({**asked[sys.argv[2]], **{key: [*asked.get(key, []), value] for key, value in came.items()}})
        answer = asked.get("answer", {})
        return serving_http.Answer(
            answer.get("status", 200), answer.get("type", "text/plain"), answer.get("text", "done"), answer.get("headers")
        )

    def json(self, value):
        return serving_http.Answer(200, "application/json", json.dumps(value))


serving_http.serve(Odd)
