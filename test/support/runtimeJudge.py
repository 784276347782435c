"""boto3 and the AWS CLI call an endpoint: stdin is {"endpoint": its name, "aws": the CLI, "rows": a CSV text}; everything else comes from the environment.
stdout is what they see."""

import datetime
import json
import subprocess
import sys
import tempfile
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

given = json.load(sys.stdin)
name = given["endpoint"]
runtime = boto3.client("sagemaker-runtime", config=Config(retries={"total_max_attempts": 1}))


def shown(answer):
    members = ["ContentType", "InvokedProductionVariant", "CustomAttributes"]
    return {**{member: answer.get(member) for member in members}, "Body": answer["Body"].read().decode()}


def refusal(call=runtime.invoke_endpoint, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        kept = {member: error.response.get(member) for member in ("OriginalStatusCode", "OriginalMessage", "LogStreamArn")}
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return {**error.response["Error"], **kept, "status": status, "kind": type(error).__name__}
    return None


csv = {"EndpointName": name, "ContentType": "text/csv"}
seen = {
    "answer": shown(runtime.invoke_endpoint(**csv, Body=given["rows"], Accept="text/csv", CustomAttributes="trace=1", InferenceId="i")),
    "plain": shown(runtime.invoke_endpoint(**csv, Body=given["rows"].encode())),
    "badBody": refusal(**csv, Body="1,2,3\n"),
    "badType": refusal(EndpointName=name, ContentType="image/png", Body=b"x"),
    "noEndpoint": refusal(EndpointName="absent", Body=b"x"),
    "noVariant": refusal(**csv, Body=given["rows"], TargetVariant="absent"),
    "tooLarge": refusal(**csv, Body=b"1" * (6291456 + 1)),
    "stream": refusal(runtime.invoke_endpoint_with_response_stream, EndpointName=name, Body=b"x"),
    "async": refusal(runtime.invoke_endpoint_async, EndpointName=name, InputLocation="s3://bucket/key"),
}
with tempfile.TemporaryDirectory() as folder:
    with open(f"{folder}/rows.csv", "w") as file:
        file.write(given["rows"])
    command = [given["aws"], "sagemaker-runtime", "invoke-endpoint", "--endpoint-name", name, "--content-type", "text/csv"]
    command += ["--body", f"fileb://{folder}/rows.csv", f"{folder}/out", "--output", "json"]
    seen["cli"] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    with open(f"{folder}/out") as file:
        seen["cliBody"] = file.read()
    command[command.index(name)] = "absent"
    seen["cliRefusal"] = subprocess.run(command, capture_output=True, text=True).stderr

cloudwatch = boto3.client("cloudwatch")
now = datetime.datetime.now(datetime.timezone.utc)
hour = datetime.timedelta(hours=1)
dimensions = [{"Name": "EndpointName", "Value": name}, {"Name": "VariantName", "Value": given["variant"]}]


def sums(namespace, metric, statistic="Sum"):
    points = cloudwatch.get_metric_statistics(
        Namespace=namespace, MetricName=metric, Dimensions=dimensions, StartTime=now - hour, EndTime=now + hour, Period=86400, Statistics=[statistic]
    )["Datapoints"]
    return [[point[statistic], point["Unit"]] for point in points]


names = ["Invocations", "InvocationsPerInstance", "Invocation4XXErrors", "Invocation5XXErrors", "InvocationModelErrors"]
seen["metrics"] = {metric: sums("AWS/SageMaker", metric) for metric in names}
seen["latencies"] = {metric: sums("AWS/SageMaker", metric, "Average") for metric in ("ModelLatency", "OverheadLatency")}
seen["listed"] = sorted(metric["MetricName"] for metric in cloudwatch.list_metrics(Namespace="AWS/SageMaker", Dimensions=dimensions)["Metrics"])
for _ in range(60):
    seen["usage"] = {metric: sums("/aws/sagemaker/Endpoints", metric, "Maximum") for metric in ("CPUUtilization", "MemoryUtilization")}
    if all(seen["usage"].values()):
        break
    time.sleep(0.5)
json.dump(seen, sys.stdout)
