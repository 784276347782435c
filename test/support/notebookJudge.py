"""Works with a notebook instance as boto3's users and a browser do: waits for it, saves a notebook in it, runs that notebook's cells."""

import json
import sys
import uuid
from urllib.parse import parse_qs, urlsplit

import boto3
import requests
import websocket

given = json.load(sys.stdin)
name = given["name"]
client = boto3.client("sagemaker")
client.create_notebook_instance(
    NotebookInstanceName=name,
    InstanceType="ml.t3.medium",
    RoleArn="arn:aws:iam::000000000000:role/notebooks",
)
quickly = {"Delay": 1, "MaxAttempts": 60}
client.get_waiter("notebook_instance_in_service").wait(NotebookInstanceName=name, WaiterConfig=quickly)
url = client.create_presigned_notebook_instance_url(NotebookInstanceName=name)["AuthorizedUrl"]
address = urlsplit(url)
token = parse_qs(address.query)["token"][0]
server = f"http://{address.netloc}"
signed = {"Authorization": f"token {token}"}


def cell(source):
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None, "id": uuid.uuid4().hex[:8]}


notebook = {
    "type": "notebook",
    "content": {
        "cells": [cell(source) for source in given["cells"]],
        "metadata": {"kernelspec": {"name": "conda_python3", "display_name": "conda_python3", "language": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    },
}
saved = requests.put(f"{server}/api/contents/first.ipynb", json=notebook, headers=signed)
saved.raise_for_status()
stored = requests.get(f"{server}/api/contents/first.ipynb", headers=signed).json()["content"]
session = requests.post(
    f"{server}/api/sessions",
    headers=signed,
    json={"path": "first.ipynb", "name": "", "type": "notebook", "kernel": {"name": stored["metadata"]["kernelspec"]["name"]}},
).json()
kernel = session["kernel"]["id"]
channel = websocket.create_connection(
    f"ws://{address.netloc}/api/kernels/{kernel}/channels", header=[f"Authorization: token {token}"], timeout=60
)


def run(source):
    asked = uuid.uuid4().hex
    header = {"msg_id": asked, "msg_type": "execute_request", "username": "", "session": session["id"], "version": "5.3"}
    content = {"code": source, "silent": False, "store_history": True, "allow_stdin": False, "stop_on_error": True}
    message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
    channel.send(json.dumps(message))
    printed = ""
    while True:
        answer = json.loads(channel.recv())
        if answer["parent_header"].get("msg_id") != asked:
            continue
        if answer["msg_type"] == "stream":
            printed += answer["content"]["text"]
        if answer["msg_type"] == "error":
            printed += "\n".join(answer["content"]["traceback"])
        if answer["msg_type"] == "status" and answer["content"]["execution_state"] == "idle":
            return printed


printed = [run(source) for source in ("".join(cell["source"]) for cell in stored["cells"])]
channel.close()
refused = {
    "without a token": requests.get(f"{server}/api/contents").status_code,
    "under another name": requests.get(f"{server}/api/contents", headers={**signed, "Host": "evil.example"}).status_code,
}
client.stop_notebook_instance(NotebookInstanceName=name)
client.get_waiter("notebook_instance_stopped").wait(NotebookInstanceName=name, WaiterConfig=quickly)
client.delete_notebook_instance(NotebookInstanceName=name)
client.get_waiter("notebook_instance_deleted").wait(NotebookInstanceName=name, WaiterConfig=quickly)
print(json.dumps({"printed": printed, "refused": refused}))
