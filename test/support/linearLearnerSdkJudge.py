"""Linear Learner as a person trains it with the SageMaker Python SDK: record sets of NumPy arrays, on two hosts.

Reads {"role"}; everything else comes from the environment. Writes {"status", "shards": [rows of train, distribution], "metrics": {name:
value}, "declared": names of metrics, "files": of the artifact, "host2": the log of algo-2, "accuracy": of the artifact on test}.
"""
import io
import json
import logging
import struct
import sys
import tarfile
import warnings
import zipfile
from urllib.parse import urlparse

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
answers = sys.stdout
sys.stdout = sys.stderr  # the SDK prints

import numpy
import sagemaker

given = json.load(sys.stdin)
session = sagemaker.Session()
random = numpy.random.default_rng(5)
features = (random.normal(size=(3000, 5)) * [1, 20, 0.1, 3, 1] + [0, 100, 1, -5, 0]).astype("float32")
signal = features @ [1, -0.05, 10, 0.3, 0]
labels = (signal + random.normal(size=3000) * 0.3 > numpy.quantile(signal, 0.6)).astype("float32")

learner = sagemaker.LinearLearner(
    role=given["role"],
    instance_count=2,
    instance_type="ml.m5.large",
    predictor_type="binary_classifier",
    binary_classifier_model_selection_criteria="cross_entropy_loss",
    epochs=10,
    sagemaker_session=session,
)
parts = {"train": slice(0, 2000), "validation": slice(2000, 2500), "test": slice(2500, 3000)}
records = [learner.record_set(features[rows], labels[rows], channel=channel) for channel, rows in parts.items()]
learner.fit(records, mini_batch_size=100, logs=False)

job = session.describe_training_job(learner.latest_training_job.name)
logs = session.boto_session.client("logs")
group = "/aws/sagemaker/TrainingJobs"


def lines(host):
    prefix = f"{learner.latest_training_job.name}/{host}-"
    (stream,) = logs.describe_log_streams(logGroupName=group, logStreamNamePrefix=prefix)["logStreams"]
    events = logs.get_log_events(logGroupName=group, logStreamName=stream["logStreamName"], startFromHead=True)
    return [each["message"] for each in events["events"]]


place = urlparse(learner.model_data)
body = session.boto_session.client("s3").get_object(Bucket=place.netloc, Key=place.path.lstrip("/"))["Body"].read()
with tarfile.open(fileobj=io.BytesIO(body)) as tar:
    files = tar.getnames()
    with zipfile.ZipFile(tar.extractfile("model_algo-1")) as archive:
        data = archive.read("mx-mod-0000.params")
        threshold = json.loads(archive.read("additional-params.json"))["threshold"]
# Two arrays of mxnet.nd.save: (1, 5) weights and (1,) bias.
weights = numpy.frombuffer(data, "<f4", 5, 24 + 12 + 16 + 12)
bias = struct.unpack_from("<f", data, 24 + 12 + 16 + 12 + 20 + 12 + 8 + 12)[0]
called = 1 / (1 + numpy.exp(-(features[2500:] @ weights + bias))) >= threshold
json.dump(
    {
        "status": job["TrainingJobStatus"],
        "shards": [records[0].num_records, job["InputDataConfig"][0]["DataSource"]["S3DataSource"]["S3DataDistributionType"]],
        "metrics": {each["MetricName"]: each["Value"] for each in job["FinalMetricDataList"]},
        "declared": [each["Name"] for each in job["AlgorithmSpecification"]["MetricDefinitions"]],
        "files": files,
        "host2": lines("algo-2"),
        "accuracy": float((called == labels[2500:]).mean()),
    },
    answers,
)
