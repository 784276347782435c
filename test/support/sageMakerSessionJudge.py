"""What a person writes with the SageMaker Python SDK after pasting the engine's export lines: a session without arguments.

Reads {"script", "role"}; everything else comes from the environment. Writes {"bucket", "asked", "status", "model"}; `asked` are the addresses of
every request that botocore sent.
"""
import json
import logging
import sys
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
answers = sys.stdout
sys.stdout = sys.stderr  # the SDK prints

import botocore.httpsession
import sagemaker
from sagemaker.sklearn import SKLearn

asked = set()
send = botocore.httpsession.URLLib3Session.send


def counted(self, request):
    asked.add("/".join(request.url.split("/")[:3]))
    return send(self, request)


botocore.httpsession.URLLib3Session.send = counted

given = json.load(sys.stdin)
session = sagemaker.Session()
data = session.upload_data(given["script"], key_prefix="data")
estimator = SKLearn(
    given["script"], framework_version="1.2-1", role=given["role"], instance_type="ml.m5.large", sagemaker_session=session
)
estimator.fit({"train": data}, wait=True)
json.dump(
    {
        "bucket": session.default_bucket(),
        "asked": sorted(asked),
        "status": estimator.latest_training_job.describe()["TrainingJobStatus"],
        "model": estimator.model_data,
    },
    answers,
)
