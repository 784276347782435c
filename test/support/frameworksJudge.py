"""Script mode as a person starts it with the framework estimators of the SageMaker Python SDK.

Reads {"framework": "sklearn" | "xgboost" | "pytorch", "script", "table", "role", "folder"}; everything else comes from the environment. Writes what the
SDK saw, and leaves the unpacked model in the folder.
"""
import contextlib
import io
import json
import logging
import sys
import tarfile
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
answers = sys.stdout
sys.stdout = sys.stderr  # the SDK prints

import sagemaker
from sagemaker.pytorch import PyTorch
from sagemaker.s3 import S3Downloader, S3Uploader
from sagemaker.sklearn import SKLearn
from sagemaker.xgboost import XGBoost

given = json.load(sys.stdin)
make = {
    "sklearn": lambda **common: SKLearn(framework_version="1.2-1", py_version="py3", **common),
    "xgboost": lambda **common: XGBoost(framework_version="1.7-1", py_version="py3", **common),
    "pytorch": lambda **common: PyTorch(framework_version="2.3", py_version="py311", **common),
}[given["framework"]]
session = sagemaker.Session()
key = "alias/mine"
estimator = make(
    entry_point=given["script"],
    role=given["role"],
    instance_count=1,
    instance_type="ml.m5.large",
    hyperparameters={"epochs": 60, "learning-rate": 0.2, "note": "it's two words", "verbose": True},
    metric_definitions=[{"Name": "validation:loss", "Regex": r"validation loss: ([0-9.]+);"}],
    environment={"GREETING": "hello"},
    output_kms_key=key,
    base_job_name=given["framework"],
    sagemaker_session=session,
)
printed = io.StringIO()
with contextlib.redirect_stdout(printed):
    encrypted = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key}
    S3Uploader.upload(given["table"], f"s3://{session.default_bucket()}/uploaded", kms_key=key, sagemaker_session=session)
    estimator.fit({"train": session.upload_data(given["table"], key_prefix="table", extra_args=encrypted)}, logs=False)
    session.logs_for_job(estimator.latest_training_job.name)  # following it, the SDK would ask for the end every 30 seconds only
description = estimator.latest_training_job.describe()
frame = estimator.training_job_analytics.dataframe()
S3Downloader.download(estimator.model_data, given["folder"], sagemaker_session=session)
with tarfile.open(f"{given['folder']}/model.tar.gz") as archive:
    archive.extractall(given["folder"])
json.dump(
    {
        "status": description["TrainingJobStatus"],
        "metrics": {each["MetricName"]: each["Value"] for each in description["FinalMetricDataList"]},
        "charted": frame[["metric_name", "value"]].values.tolist(),
        "hyperparameters": estimator.hyperparameters(),
        "printed": printed.getvalue(),
    },
    answers,
)
