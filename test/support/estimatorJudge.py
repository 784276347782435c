"""The estimator of the SageMaker Python SDK with built-in XGBoost: followed, attached to, charted, failed, stopped.

Reads {"train", "validation", "broken": CSV files, "role": a role's name}; everything else comes from the environment. Writes what the SDK saw.
"""
import contextlib
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

import sagemaker
from sagemaker.estimator import Estimator
from sagemaker.exceptions import UnexpectedStatusException
from sagemaker.inputs import TrainingInput

given = json.load(sys.stdin)
session = sagemaker.Session()
image = sagemaker.image_uris.retrieve("xgboost", session.boto_region_name, "1.7-1")


def estimator(name, **hyperparameters):
    made = Estimator(
        image,
        given["role"],
        instance_count=1,
        instance_type="ml.m5.large",
        base_job_name=name,
        environment={"TEAM": "pricing"},
        tags=[{"Key": "Project", "Value": "boston"}],
        max_run=3600,
        sagemaker_session=session,
    )
    made.set_hyperparameters(objective="reg:squarederror", num_round=60, **hyperparameters)
    return made


def channels(*names):
    return {
        "train" if name == "broken" else name: TrainingInput(session.upload_data(given[name], key_prefix=name), content_type="text/csv")
        for name in names
    }


def printed_by(call):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        call()
    return printed.getvalue()


followed = estimator("followed", seed=2)
fitted = printed_by(lambda: followed.fit(channels("train", "validation"), logs="All"))
name = followed.latest_training_job.name
again = printed_by(lambda: session.logs_for_job(name))
attached = Estimator.attach(name, sagemaker_session=session)
described = attached.latest_training_job.describe()
frame = followed.training_job_analytics.dataframe()

failure = None
try:
    estimator("broken").fit(channels("broken"), logs=False)
except UnexpectedStatusException as error:
    failure = {"status": error.actual_status, "allowed": error.allowed_statuses, "message": str(error)}

endless = estimator("endless", seed=1)  # last: it takes a core for as long as it runs
endless.set_hyperparameters(num_round=1000000)
endless.fit(channels("train"), wait=False)
while session.describe_training_job(endless.latest_training_job.name)["SecondaryStatus"] != "Training":
    time.sleep(0.2)
endless.latest_training_job.stop()
while session.describe_training_job(endless.latest_training_job.name)["TrainingJobStatus"] == "Stopping":  # which the SDK's own wait takes for an end
    time.sleep(0.2)

json.dump(
    {
        "bucket": session.default_bucket(),
        "role": described["RoleArn"],
        "expanded": session.expand_role(given["role"]),
        "fitted": fitted,
        "again": again,
        "model": [followed.model_data, attached.model_data],
        "hyperparameters": [followed.hyperparameters(), attached.hyperparameters()],
        "environment": described["Environment"],
        "tags": session.list_tags(described["TrainingJobArn"]),
        "metrics": sorted(set(frame["metric_name"])),
        "final": {each["MetricName"]: each["Value"] for each in described["FinalMetricDataList"]},
        "failure": failure,
        "stopped": session.describe_training_job(endless.latest_training_job.name)["TrainingJobStatus"],
    },
    answers,
)
