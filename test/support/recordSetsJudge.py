"""K-Means and PCA as a person trains them with the SageMaker Python SDK: record sets of NumPy arrays, on one host and on two.

Reads {"role"}; everything else comes from the environment. Writes {"<algorithm> <hosts>": {"status", "source", "files": of the artifact}}.
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

import numpy
import sagemaker

given = json.load(sys.stdin)
session = sagemaker.Session()
s3 = session.boto_session.client("s3")
random = numpy.random.default_rng(3)
rows = (random.normal(size=(400, 3)) + random.choice([-8, 8], size=(400, 1))).astype("float32")
make = {
    "kmeans": lambda **common: sagemaker.KMeans(k=2, **common),
    "pca": lambda **common: sagemaker.PCA(num_components=2, **common),
}


def started(algorithm, hosts):
    estimator = make[algorithm](role=given["role"], instance_count=hosts, instance_type="ml.m5.large", sagemaker_session=session)
    estimator.fit(estimator.record_set(rows), mini_batch_size=100, wait=False)
    return estimator


def outcome(estimator):
    job = session.wait_for_job(estimator.latest_training_job.name, poll=1)
    place = urlparse(job["ModelArtifacts"]["S3ModelArtifacts"])
    body = s3.get_object(Bucket=place.netloc, Key=place.path.lstrip("/"))["Body"].read()
    with tarfile.open(fileobj=io.BytesIO(body)) as tar:
        files = tar.getnames()
    return {"status": job["TrainingJobStatus"], "source": job["InputDataConfig"][0]["DataSource"]["S3DataSource"], "files": files}


jobs = {f"{algorithm} {hosts}": started(algorithm, hosts) for algorithm in make for hosts in (1, 2)}
json.dump({name: outcome(estimator) for name, estimator in jobs.items()}, answers)
