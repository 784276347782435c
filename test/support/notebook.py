"""What stands around the cells of a notebook that runs as a program: its role, its shell commands, what it prints, and its scatter plot in numbers."""
import contextlib
import io
import json
import logging
import os
import subprocess
import sys
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
given = json.load(sys.stdin)
answers = sys.stdout
sys.stdout = sys.stderr  # the SDK prints

import boto3
import numpy as np
import sagemaker.session


def assumed(role):
    """Puts the credentials of a role into the environment, and has `get_execution_role` ask the endpoint too: the SDK spells out the address of STS."""
    client = boto3.client("sts")
    arn = boto3.client("iam").get_role(RoleName=role)["Role"]["Arn"]
    lent = client.assume_role(RoleArn=arn, RoleSessionName="SageMaker")["Credentials"]
    os.environ["AWS_ACCESS_KEY_ID"] = lent["AccessKeyId"]
    os.environ["AWS_SECRET_ACCESS_KEY"] = lent["SecretAccessKey"]
    os.environ["AWS_SESSION_TOKEN"] = lent["SessionToken"]
    boto3.DEFAULT_SESSION = None
    sagemaker.session.sts_regional_endpoint = lambda region: os.environ["AWS_ENDPOINT_URL"]


def copied(place, folder):
    """!aws s3 cp --recursive $place $folder"""
    subprocess.run([given["aws"], "s3", "cp", "--recursive", place, folder], check=True, capture_output=True)


def printed_by(call):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        call()
    return printed.getvalue()


def compared(labels, predictions, learned):
    """The scatter plot in numbers, beside what the mean of the learned labels would miss by."""
    actual, predicted = labels.to_numpy().ravel(), predictions.to_numpy().ravel()
    return {
        "rows": [len(actual), len(predicted)],
        "rmse": float(np.sqrt(np.mean((actual - predicted) ** 2))),
        "naive": float(np.sqrt(np.mean((actual - learned.to_numpy().mean()) ** 2))),
        "correlation": float(np.corrcoef(actual, predicted)[0, 1]),
    }


def answer(**found):
    json.dump(found, answers, default=str)
