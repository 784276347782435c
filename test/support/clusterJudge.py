"""A job of two hosts as a person starts it with the SageMaker Python SDK: managed spot training, checkpoints, an uncompressed model, logs followed.

Reads {"script", "role", "checkpoints"}; everything else comes from the environment. Writes {"status", "model", "printed", "again"}: what `fit` printed, and
what a second job found of the first one's checkpoints.
"""
import contextlib
import io
import json
import logging
import sys
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
answers = sys.stdout
sys.stdout = sys.stderr  # the SDK prints

from sagemaker.pytorch import PyTorch

given = json.load(sys.stdin)


def fitted():
    estimator = PyTorch(
        given["script"],
        framework_version="2.3",
        py_version="py311",
        role=given["role"],
        instance_type="ml.m5.large",
        instance_count=2,
        use_spot_instances=True,
        max_run=300,
        max_wait=600,
        checkpoint_s3_uri=given["checkpoints"],
        disable_output_compression=True,
    )
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        estimator.fit(wait=True, logs="All")
    return estimator, printed.getvalue()


first, said = fitted()
second, again = fitted()
description = first.latest_training_job.describe()
json.dump(
    {
        "status": description["TrainingJobStatus"],
        "model": first.model_data,
        "printed": said,
        "again": again,
    },
    answers,
)
