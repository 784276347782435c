"""The batch transform of the Udacity course's Boston Housing notebooks (liangliang-yang/udacity-sagemaker-deployment), low and high level.

Reads {"folder", "role", "runners"}: the folder of train.csv, validation.csv and test.csv, and the values of the header that picks a runner; everything
else comes from the environment. Writes {runner: {level: {"lines": text of test.csv.out, "printed": what the SDK printed, "status"}}}.
"""
import contextlib
import io
import json
import logging
import os
import sys
import time
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
answers = sys.stdout
sys.stdout = sys.stderr  # the SDK prints

import sagemaker
from sagemaker.inputs import TrainingInput

given = json.load(sys.stdin)
session = sagemaker.Session()
bucket = session.default_bucket()
image = sagemaker.image_uris.retrieve("xgboost", session.boto_region_name, "latest")
location = {
    name: session.upload_data(os.path.join(given["folder"], f"{name}.csv"), key_prefix="boston") for name in ("train", "validation", "test")
}
hyperparameters = {
    "max_depth": "5", "eta": "0.2", "gamma": "4", "min_child_weight": "6", "subsample": "0.8", "objective": "reg:linear",
    "early_stopping_rounds": "10", "num_round": "200", "silent": "0",
}  # fmt: skip
runner = None
follows = True  # the logs: the SDK then asks for the job's end every 30 seconds only, so this is done with the first runner
for operation in ("CreateTrainingJob", "CreateTransformJob"):
    session.sagemaker_client.meta.events.register(
        f"before-call.sagemaker.{operation}", lambda params, **_: params["headers"].update({"x-sagemaker-local-runner": runner})
    )


def output_of(uri):
    place = uri.removeprefix("s3://").split("/", 1)
    body = session.boto_session.client("s3").get_object(Bucket=place[0], Key=place[1].rstrip("/") + "/test.csv.out")["Body"]
    return body.read().decode()


def high_level():
    estimator = sagemaker.estimator.Estimator(
        image, given["role"], instance_count=1, instance_type="ml.m4.xlarge", output_path=f"s3://{bucket}/output", sagemaker_session=session
    )
    estimator.set_hyperparameters(**hyperparameters)
    estimator.fit({name: TrainingInput(location[name], content_type="csv") for name in ("train", "validation")}, logs=False)
    transformer = estimator.transformer(instance_count=1, instance_type="ml.m4.xlarge")
    transformer.transform(location["test"], content_type="text/csv", split_type="Line", wait=False)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        transformer.wait(logs=follows)
    status = session.describe_transform_job(transformer.latest_transform_job.name)["TransformJobStatus"]
    answer = {"lines": output_of(transformer.output_path), "printed": printed.getvalue(), "status": status}
    transformer.delete_model()
    return answer


def low_level():
    client = session.sagemaker_client
    name = f"boston-xgboost-{runner}-{int(time.time())}"
    channel = lambda name: {
        "ChannelName": name,
        "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": location[name], "S3DataDistributionType": "FullyReplicated"}},
        "ContentType": "csv",
        "CompressionType": "None",
    }
    client.create_training_job(
        TrainingJobName=name,
        RoleArn=given["role"],
        AlgorithmSpecification={"TrainingImage": image, "TrainingInputMode": "File"},
        OutputDataConfig={"S3OutputPath": f"s3://{bucket}/output"},
        ResourceConfig={"InstanceCount": 1, "InstanceType": "ml.m4.xlarge", "VolumeSizeInGB": 5},
        StoppingCondition={"MaxRuntimeInSeconds": 86400},
        HyperParameters=hyperparameters,
        InputDataConfig=[channel("train"), channel("validation")],
    )
    session.wait_for_job(name, poll=1)
    artifacts = client.describe_training_job(TrainingJobName=name)["ModelArtifacts"]["S3ModelArtifacts"]
    client.create_model(
        ModelName=name + "-model", ExecutionRoleArn=given["role"], PrimaryContainer={"Image": image, "ModelDataUrl": artifacts}
    )
    output = f"s3://{bucket}/{name}/batch-bransform/"
    client.create_transform_job(
        TransformJobName=name,
        ModelName=name + "-model",
        MaxConcurrentTransforms=1,
        MaxPayloadInMB=6,
        BatchStrategy="MultiRecord",
        TransformOutput={"S3OutputPath": output},
        TransformInput={
            "ContentType": "text/csv",
            "SplitType": "Line",
            "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": location["test"]}},
        },
        TransformResources={"InstanceType": "ml.m4.xlarge", "InstanceCount": 1},
    )
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        described = session.wait_for_transform_job(name)
    return {"lines": output_of(output), "printed": printed.getvalue(), "status": described["TransformJobStatus"]}


found = {}
for runner in given["runners"]:
    found[runner] = {"high": high_level(), "low": low_level()}
    follows = False
json.dump(found, answers)
