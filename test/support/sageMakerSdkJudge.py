"""The CreateTrainingJob requests that the SageMaker Python SDK sends, and the archives of the scripts it uploads.

Reads {"role", "bucket", "jobs": [{"estimator", "arguments", "fit"?, "channels": {name: {path | uri, ...TrainingInput's arguments}}}]}; the profile and
its files come from the environment (AWS_PROFILE, AWS_CONFIG_FILE). Writes [{"request", "archive"?: {name: content}}].
"""
import io
import json
import logging
import sys
import tarfile
import warnings
from urllib.parse import urlparse

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
answers = sys.stdout
sys.stdout = sys.stderr  # the SDK prints

import boto3
import sagemaker
import sagemaker.estimator
import sagemaker.pytorch
import sagemaker.sklearn
import sagemaker.tensorflow
import sagemaker.xgboost
from sagemaker import image_uris
from sagemaker.inputs import TrainingInput

classes = {
    "Estimator": sagemaker.estimator.Estimator,
    "PyTorch": sagemaker.pytorch.PyTorch,
    "SKLearn": sagemaker.sklearn.SKLearn,
    "TensorFlow": sagemaker.tensorflow.TensorFlow,
    "XGBoost": sagemaker.xgboost.XGBoost,
}

asked = json.load(sys.stdin)
# The bucket is given because the SDK asks STS for the account at an address of its own, whatever the profile says.
session = sagemaker.Session(boto_session=boto3.Session(), default_bucket=asked["bucket"])
sent = []
session.sagemaker_client.meta.events.register(
    "before-call.sagemaker.CreateTrainingJob", lambda params, **_: sent.append(json.loads(params["body"]))
)
s3 = session.boto_session.client("s3")


def channel(given):
    given = dict(given)
    path = given.pop("path", None)
    uri = given.pop("uri", None) or session.upload_data(path, key_prefix="data")
    return TrainingInput(uri, **given) if given else uri


def archive_of(request):
    uri = json.loads(request["HyperParameters"].get("sagemaker_submit_directory", "null"))
    if uri is None:
        return None
    place = urlparse(uri)
    body = s3.get_object(Bucket=place.netloc, Key=place.path.lstrip("/"))["Body"].read()
    with tarfile.open(fileobj=io.BytesIO(body)) as tar:
        return {
            member.name: tar.extractfile(member).read().decode("utf8", "replace")
            for member in tar.getmembers()
            if member.isfile()
        }


found = []
for job in asked["jobs"]:
    arguments = dict(job["arguments"])
    image = arguments.pop("image", None)
    if image is not None:
        arguments["image_uri"] = image_uris.retrieve(region=session.boto_region_name, **image)
    estimator = classes[job["estimator"]](role=asked["role"], sagemaker_session=session, **arguments)
    estimator.fit({name: channel(given) for name, given in job["channels"].items()}, wait=False, logs=False, **job.get("fit", {}))
    found.append({"request": sent[-1], "archive": archive_of(sent[-1])})
json.dump(found, answers)
