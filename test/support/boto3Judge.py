"""What boto3 and real XGBoost say of a training job that the editor ran: describe, log, model; and a job of boto3's own."""
import io
import json
import sys
import tarfile
import tempfile
import time
from urllib.parse import urlparse

import boto3
import numpy
import xgboost

asked = json.load(sys.stdin)
session = boto3.Session(
    aws_access_key_id=asked["accessKeyId"],
    aws_secret_access_key=asked["secretAccessKey"],
    region_name=asked["region"],
)
sagemaker, logs, s3, sts = (
    session.client(service, endpoint_url=asked["endpoint"]) for service in ("sagemaker", "logs", "s3", "sts")
)
name = asked["job"]
job = sagemaker.describe_training_job(TrainingJobName=name)


def log_lines(job_name):
    group = "/aws/sagemaker/TrainingJobs"
    streams = logs.describe_log_streams(logGroupName=group, logStreamNamePrefix=job_name + "/")["logStreams"]
    lines, token = [], None
    while True:
        more = {} if token is None else {"nextToken": token}
        page = logs.get_log_events(
            logGroupName=group, logStreamName=streams[0]["logStreamName"], startFromHead=True, limit=7, **more
        )
        lines += [event["message"] for event in page["events"]]
        if page["nextForwardToken"] == token:
            return lines
        token = page["nextForwardToken"]


artifact = urlparse(job["ModelArtifacts"]["S3ModelArtifacts"])
archive = io.BytesIO()
s3.download_fileobj(artifact.netloc, artifact.path.lstrip("/"), archive)
archive.seek(0)
with tempfile.TemporaryDirectory() as folder, tarfile.open(fileobj=archive) as tar:
    members = tar.getnames()
    tar.extractall(folder)
    booster = xgboost.Booster(model_file=folder + "/xgboost-model")
table = numpy.loadtxt(asked["validation"], delimiter=",")
predicted = booster.predict(xgboost.DMatrix(table[:, 1:]))
rmse = float(numpy.sqrt(numpy.mean((predicted - table[:, 0]) ** 2)))

again = {
    key: job[key]
    for key in (
        "AlgorithmSpecification",
        "RoleArn",
        "HyperParameters",
        "InputDataConfig",
        "OutputDataConfig",
        "ResourceConfig",
        "StoppingCondition",
    )
}
try:
    sagemaker.create_training_job(TrainingJobName="by-boto3", **again)
    raise AssertionError("the service refuses the metric definitions that it added itself")
except sagemaker.exceptions.ClientError as refusal:
    assert "override the metric definitions" in str(refusal), refusal
again["AlgorithmSpecification"] = {key: value for key, value in again["AlgorithmSpecification"].items() if key != "MetricDefinitions"}
sagemaker.create_training_job(TrainingJobName="by-boto3", **again)
sagemaker.get_waiter("training_job_completed_or_stopped").wait(
    TrainingJobName="by-boto3", WaiterConfig={"Delay": 1, "MaxAttempts": 60}
)
second = sagemaker.describe_training_job(TrainingJobName="by-boto3")
metrics = lambda described: {metric["MetricName"]: metric["Value"] for metric in described["FinalMetricDataList"]}
assert all(isinstance(value, float) for value in metrics(second).values()), metrics(second)
pages = sagemaker.get_paginator("list_training_jobs").paginate(PaginationConfig={"PageSize": 1})
json.dump(
    {
        "account": sts.get_caller_identity()["Account"],
        "status": job["TrainingJobStatus"],
        "metrics": metrics(job),
        "hyperparameters": job["HyperParameters"],
        "lines": log_lines(name),
        "members": members,
        "rmse": rmse,
        "second": {"status": second["TrainingJobStatus"], "metrics": metrics(second)},
        "listed": sorted(row["TrainingJobName"] for page in pages for row in page["TrainingJobSummaries"]),
    },
    sys.stdout,
)
