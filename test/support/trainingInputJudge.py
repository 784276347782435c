"""Every way of input as a person asks for it with the SageMaker Python SDK, and what a script then reads.

Reads {"script", "role"}; everything else comes from the environment. Writes {"status": [of the script, of KMeans], "read": what the script printed}. The SDK's own
reader of records (sagemaker.amazon.common) judges the pipes; its KMeans sends a manifest of RecordIO-protobuf shards to two hosts.
"""
import json
import logging
import sys
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
answers = sys.stdout
sys.stdout = sys.stderr  # the SDK prints

import numpy
import sagemaker
from sagemaker.inputs import ShuffleConfig, TrainingInput
from sagemaker.sklearn import SKLearn

given = json.load(sys.stdin)
session = sagemaker.Session()
bucket = session.default_bucket()
s3 = session.boto_session.client("s3")
for number in range(6):
    s3.put_object(Bucket=bucket, Key=f"in/{number}.txt", Body=f"object {number}")
base = f"s3://{bucket}/in/"
s3.put_object(Bucket=bucket, Key="m.json", Body=json.dumps([{"prefix": base}, "5.txt", "1.txt"]))
lines = [{"source-ref": f"{base}{number}.txt", "label": number, "extra": True} for number in range(3)]
s3.put_object(Bucket=bucket, Key="a.manifest", Body="\n".join(map(json.dumps, lines)))

pipe = {"input_mode": "Pipe", "record_wrapping": "RecordIO"}
channels = {
    "file": TrainingInput(base),
    "fast": TrainingInput(base, input_mode="FastFile"),
    "manifest": TrainingInput(f"s3://{bucket}/m.json", s3_data_type="ManifestFile"),
    "pipe": TrainingInput(base, **pipe),
    "shuffled": TrainingInput(base, shuffle_config=ShuffleConfig(1234), **pipe),
    "augmented": TrainingInput(
        f"s3://{bucket}/a.manifest",
        s3_data_type="AugmentedManifestFile",
        attribute_names=["source-ref", "label"],
        **pipe,
    ),
}
estimator = SKLearn(
    given["script"],
    framework_version="1.2-1",
    role=given["role"],
    instance_type="ml.m5.large",
    sagemaker_session=session,
)
estimator.fit(channels, wait=True, logs=False)
job = estimator.latest_training_job
logs = session.boto_session.client("logs")
group = "/aws/sagemaker/TrainingJobs"
(stream,) = logs.describe_log_streams(logGroupName=group, logStreamNamePrefix=f"{job.name}/")["logStreams"]
events = logs.get_log_events(logGroupName=group, logStreamName=stream["logStreamName"], startFromHead=True)["events"]
(read,) = [json.loads(each["message"][5:]) for each in events if each["message"].startswith("READ ")]

table = numpy.concatenate([numpy.zeros((20, 3)), numpy.ones((20, 3))]).astype("float32")
kmeans = sagemaker.KMeans(
    role=given["role"], instance_count=2, instance_type="ml.m5.large", k=2, sagemaker_session=session
)
kmeans.fit(kmeans.record_set(table), mini_batch_size=20, wait=True, logs=False)
status = [each.describe()["TrainingJobStatus"] for each in (job, kmeans.latest_training_job)]
json.dump({"status": status, "read": read}, answers)
