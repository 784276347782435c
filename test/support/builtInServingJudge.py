"""Linear Learner, K-Means and PCA as a person deploys them with the SageMaker Python SDK: NumPy arrays in, records, CSV or JSON out.

Reads {"role"}; everything else comes from the environment. Writes for each model what was answered beside what is right: {"binary":
{"accuracy", "expected", "scores": [lowest, highest], "alone"}, "multiclass": {"accuracy", "expected", "sums"}, "regressor": {"rmse", "expected",
"same"}, "kmeans": {"msd", "expected", "clusters"}, "pca": {"off"}, "refused": {"message", "status", "log"}, "transformed": {"rows", "off"}}.
"""
import io
import json
import logging
import sys
import time
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
answers = sys.stdout
sys.stdout = sys.stderr  # the SDK prints

import numpy
import sagemaker
from botocore.exceptions import ClientError
from sagemaker.deserializers import JSONDeserializer, JSONLinesDeserializer
from sagemaker.serializers import CSVSerializer, JSONLinesSerializer, JSONSerializer
from sklearn.decomposition import PCA

given = json.load(sys.stdin)
session = sagemaker.Session()
random = numpy.random.default_rng(11)
machine = {"instance_count": 1, "instance_type": "ml.m5.large"}
common = {"role": given["role"], "sagemaker_session": session, **machine}

features = (random.normal(size=(1500, 5)) * [1, 20, 0.1, 3, 1] + [0, 100, 1, -5, 0]).astype("float32")
signal = (features @ [1, -0.05, 10, 0.3, 0]).astype("float32")
train, test = slice(0, 1100), slice(1100, 1500)


def metric(estimator, name):
    job = session.describe_training_job(estimator.latest_training_job.name)
    return {each["MetricName"]: each["Value"] for each in job["FinalMetricDataList"]}[name]


def fitted(estimator, labels=None, **fit):
    def records(rows, channel):
        return estimator.record_set(features[rows], None if labels is None else labels[rows], channel=channel)

    estimator.fit([records(train, "train"), records(test, "test")], wait=False, logs=False, **fit)
    return estimator


def deployed(estimator, **options):
    session.wait_for_job(estimator.latest_training_job.name, poll=1)
    predictor = estimator.deploy(initial_instance_count=1, instance_type="ml.m5.large", wait=False, **options)
    # The SDK itself asks every 30 seconds only.
    until("InService", lambda: session.describe_endpoint(predictor.endpoint_name)["EndpointStatus"])
    return predictor


def until(wanted, status):
    while (now := status()) != wanted:
        if now in ("Failed", "Stopped"):
            raise RuntimeError(now)
        time.sleep(0.2)


def values(records, name):
    return numpy.array([list(record.label[name].float32_tensor.values) for record in records])


noisy = signal + random.normal(size=1500).astype("float32") * 0.3
classes = numpy.digitize(noisy, numpy.quantile(noisy, [0.3, 0.7])).astype("float32")
yes = (noisy > numpy.quantile(noisy, 0.6)).astype("float32")
learner = lambda kind, **more: sagemaker.LinearLearner(predictor_type=kind, epochs=8, **more, **common)  # noqa: E731
models = {
    "binary": fitted(learner("binary_classifier"), yes, mini_batch_size=100),
    "multiclass": fitted(learner("multiclass_classifier", num_classes=3), classes, mini_batch_size=100),
    "regressor": fitted(learner("regressor"), noisy, mini_batch_size=100),
    "kmeans": fitted(sagemaker.KMeans(k=3, **common), mini_batch_size=100),
    "pca": fitted(sagemaker.PCA(num_components=2, **common), mini_batch_size=100),
}
asked = features[test]
found = {}

predictor = deployed(models["binary"])
records = predictor.predict(asked)
scores = values(records, "score")[:, 0]
found["binary"] = {
    "accuracy": float((values(records, "predicted_label")[:, 0] == yes[test]).mean()),
    "expected": metric(models["binary"], "test:binary_classification_accuracy"),
    "scores": [float(scores.min()), float(scores.max())],
}
alone = predictor.predict(asked[0])  # one row, without a second dimension
found["binary"]["alone"] = float(abs(values(alone, "score")[0, 0] - scores[0]))
try:
    predictor.predict(asked[:, :4])
except ClientError as error:
    said = error.response
    logs = session.boto_session.client("logs")
    group = f"/aws/sagemaker/Endpoints/{predictor.endpoint_name}"
    lines = []
    for _ in range(50):  # a line is there soon after the answer
        for stream in logs.describe_log_streams(logGroupName=group)["logStreams"]:
            events = logs.get_log_events(logGroupName=group, logStreamName=stream["logStreamName"], startFromHead=True)["events"]
            lines = [event["message"] for event in events]
        if any("Customer Error" in line for line in lines):
            break
        time.sleep(0.1)
    found["refused"] = {"message": said["Error"]["Message"], "status": said["OriginalStatusCode"], "log": lines}
predictor.delete_endpoint()

predictor = deployed(models["multiclass"], serializer=CSVSerializer(), deserializer=JSONDeserializer())
predictions = predictor.predict(asked)["predictions"]
found["multiclass"] = {
    "accuracy": float(numpy.mean([each["predicted_label"] == label for each, label in zip(predictions, classes[test])])),
    "expected": metric(models["multiclass"], "test:multiclass_accuracy"),
    "sums": [float(f(sum(each["score"]) for each in predictions)) for f in (min, max)],
}
predictor.delete_endpoint()

predictor = deployed(models["regressor"], serializer=JSONSerializer(), deserializer=JSONDeserializer())
plain = predictor.predict({"instances": [{"features": row} for row in asked.tolist()]})["predictions"]
guesses = numpy.array([each["score"] for each in plain])
predictor.serializer, predictor.deserializer = JSONLinesSerializer(), JSONLinesDeserializer()
lines = predictor.predict([{"data": {"features": {"values": row}}} for row in asked.tolist()])
found["regressor"] = {
    "rmse": float(numpy.sqrt(numpy.mean((guesses - noisy[test]) ** 2))),
    "expected": metric(models["regressor"], "test:mse") ** 0.5,
    "same": [each["score"] for each in lines] == guesses.tolist(),
}
predictor.delete_endpoint()

predictor = deployed(models["kmeans"])
records = predictor.predict(asked)
labels, distances = values(records, "closest_cluster")[:, 0], values(records, "distance_to_cluster")[:, 0]
found["kmeans"] = {
    "msd": float((distances**2).mean()),
    "expected": metric(models["kmeans"], "test:msd"),
    "clusters": sorted(set(labels.tolist())),
}
predictor.delete_endpoint()

predictor = deployed(models["pca"])
projections = values(predictor.predict(asked), "projection")
right = PCA(2).fit(features[train]).transform(asked)[:, ::-1]  # smallest first
signs = numpy.sign((projections * right).sum(axis=0))
found["pca"] = {"off": float(abs(projections * signs - right).max() / abs(right).max())}
predictor.delete_endpoint()

bucket = session.default_bucket()
body = "\n".join(",".join(map(str, row)) for row in asked.tolist()) + "\n"
source = session.upload_string_as_file_body(body, bucket=bucket, key="asked/rows.csv")
transformer = models["regressor"].transformer(accept="application/jsonlines", assemble_with="Line", **machine)
transformer.transform(source, content_type="text/csv", split_type="Line", wait=False)
job = transformer.latest_transform_job.name
until("Completed", lambda: session.describe_transform_job(job)["TransformJobStatus"])
place = transformer.output_path.removeprefix("s3://").split("/", 1)
output = session.boto_session.client("s3").get_object(Bucket=place[0], Key=place[1].rstrip("/") + "/rows.csv.out")["Body"].read()
scores = numpy.array([json.loads(line)["score"] for line in output.decode().splitlines()])
found["transformed"] = {"rows": len(scores), "off": float(abs(scores - guesses).max()) if len(scores) == len(guesses) else None}

json.dump(found, answers)
