"""Reads a log with boto3 as the SageMaker SDK does, and prints as JSON what it found."""

import json
import sys

import boto3
from botocore.config import Config

given = json.load(sys.stdin)
logs = boto3.client(
    "logs",
    endpoint_url=given["endpoint"],
    region_name="us-east-1",
    aws_access_key_id=given["accessKeyId"],
    aws_secret_access_key=given["secretAccessKey"],
    config=Config(retries={"max_attempts": 1}),
)

group, job = given["group"], given["job"]
streams = logs.describe_log_streams(
    logGroupName=group, logStreamNamePrefix=job + "/", orderBy="LogStreamName", limit=10
)["logStreams"]
events = []
token = None
while True:
    more = {"nextToken": token} if token else {}
    page = logs.get_log_events(
        logGroupName=group, logStreamName=streams[0]["logStreamName"], startFromHead=True, limit=100, **more
    )
    events += [event["message"] for event in page["events"]]
    if page["nextForwardToken"] == token:
        break
    token = page["nextForwardToken"]

filtered = logs.get_paginator("filter_log_events").paginate(
    logGroupName=group, filterPattern='"rmse:7"', PaginationConfig={"PageSize": 3}
)
json.dump(
    {
        "streams": [stream["logStreamName"] for stream in streams],
        "events": events,
        "filtered": [event["message"] for page in filtered for event in page["events"]],
    },
    sys.stdout,
)
