"""Processing jobs with the SageMaker Python SDK (2.257.7), boto3 and the AWS CLI, as its users write them.

Reads {"folder", "role", "aws"}: a folder with source/ (a project with requirements.txt and a package beside its script), preprocess.py and data.csv, and
the AWS CLI; everything else comes from the environment. Writes {case: what was seen}.
"""
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
answers = sys.stdout
sys.stdout = sys.stderr  # the SDK prints

import sagemaker
from sagemaker.processing import FrameworkProcessor, ProcessingInput, ProcessingOutput, ScriptProcessor
from sagemaker.sklearn.estimator import SKLearn
from sagemaker.sklearn.processing import SKLearnProcessor

given = json.load(sys.stdin)
session = sagemaker.Session()
s3 = session.boto_session.client("s3")
data = session.upload_data(os.path.join(given["folder"], "data.csv"), key_prefix="census")
preprocess = os.path.join(given["folder"], "preprocess.py")


def objects(uri):
    bucket, prefix = uri.removeprefix("s3://").split("/", 1)
    found = s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])
    return {each["Key"][len(prefix) :].lstrip("/"): s3.get_object(Bucket=bucket, Key=each["Key"])["Body"].read().decode() for each in found}


def outcome(processor, printed=""):
    job = processor.latest_job.describe()
    outputs = {
        each["OutputName"]: objects(each["S3Output"]["S3Uri"]) for each in job.get("ProcessingOutputConfig", {"Outputs": []})["Outputs"]
    }
    return {
        "status": job["ProcessingJobStatus"], "message": job.get("ExitMessage"), "reason": job.get("FailureReason"), "outputs": outputs,
        "printed": printed, "entrypoint": job["AppSpecification"]["ContainerEntrypoint"], "name": job["ProcessingJobName"],
    }  # fmt: skip


def sklearn():
    """The developer guide's data processing with scikit-learn, with its logs followed to the end."""
    processor = SKLearnProcessor(
        framework_version="1.2-1", role=given["role"], instance_type="ml.m5.xlarge", instance_count=1, sagemaker_session=session,
        env={"GREETING": "good morning"}, max_runtime_in_seconds=600, tags=[{"Key": "team", "Value": "a"}],
    )  # fmt: skip
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        processor.run(
            code=preprocess,
            inputs=[ProcessingInput(source=data, destination="/opt/ml/processing/input")],
            outputs=[
                ProcessingOutput(output_name="train", source="/opt/ml/processing/train"),
                ProcessingOutput(output_name="test", source="/opt/ml/processing/test", s3_upload_mode="Continuous"),
            ],
            arguments=["--train-test-split-ratio", "0.25"],
        )
    return outcome(processor, printed.getvalue())


def script():
    """A shell script, not waited for; then stopped."""
    path = os.path.join(given["folder"], "wait.sh")
    with open(path, "w") as file:
        file.write("trap 'echo ended; exit 0' TERM\nwhile true; do sleep 0.1; done\n")
    processor = ScriptProcessor(
        role=given["role"], image_uri=sagemaker.image_uris.retrieve("xgboost", session.boto_region_name, "1.7-1"), command=["bash"],
        instance_count=1, instance_type="ml.m5.xlarge", sagemaker_session=session, base_job_name="shell",
    )  # fmt: skip
    processor.run(code=path, wait=False, logs=False)
    job = processor.latest_job
    job.stop()
    job.wait(logs=False)
    again = sagemaker.processing.ProcessingJob.from_processing_name(session, job.job_name)
    return {**outcome(processor), "attached": again.describe()["ProcessingJobStatus"]}


def framework(name, source):
    processor = FrameworkProcessor(
        estimator_cls=SKLearn, framework_version="1.2-1", role=given["role"], instance_count=1, instance_type="ml.m5.xlarge",
        sagemaker_session=session, base_job_name=name,
    )  # fmt: skip
    try:
        processor.run(
            code="main.py",
            source_dir=os.path.join(given["folder"], source),
            inputs=[ProcessingInput(source=data, destination="/opt/ml/processing/input/data")],
            outputs=[ProcessingOutput(output_name="result", source="/opt/ml/processing/result")],
            arguments=["--name", "a b"],
            logs=False,
        )
        raised = None
    except sagemaker.exceptions.UnexpectedStatusException as error:
        raised = str(error)
    return {**outcome(processor), "raised": raised}


def cli(*arguments):
    run = subprocess.run([given["aws"], "--output", "json", "sagemaker", *arguments], capture_output=True, text=True)
    if run.returncode != 0:
        raise RuntimeError(run.stderr)
    return json.loads(run.stdout or "{}")


def low_level(first):
    """What boto3 and the CLI see of the jobs, a waiter among it."""
    client = session.sagemaker_client
    described = client.describe_processing_job(ProcessingJobName=first["name"])
    request = {key: described[key] for key in ("AppSpecification", "ProcessingInputs", "ProcessingResources", "RoleArn")}
    request["AppSpecification"]["ContainerEntrypoint"] = ["python3", "-c", "print(6 * 7)"]
    request["AppSpecification"].pop("ContainerArguments", None)
    cli("create-processing-job", "--cli-input-json", json.dumps({"ProcessingJobName": "from-the-cli", **request}))
    client.get_waiter("processing_job_completed_or_stopped").wait(
        ProcessingJobName="from-the-cli", WaiterConfig={"Delay": 1, "MaxAttempts": 60}
    )
    shown = cli("describe-processing-job", "--processing-job-name", "from-the-cli")
    listed = cli("list-processing-jobs", "--sort-by", "Name", "--status-equals", "Completed")["ProcessingJobSummaries"]
    tags = cli("list-tags", "--resource-arn", described["ProcessingJobArn"])["Tags"]
    try:
        client.describe_processing_job(ProcessingJobName="none")
    except client.exceptions.ClientError as error:
        missing = str(error)
    return {
        "status": shown["ProcessingJobStatus"], "limit": shown["StoppingCondition"], "missing": missing,
        "listed": [each["ProcessingJobName"] for each in listed], "tags": tags,
    }  # fmt: skip


first = sklearn()
found = {
    "sklearn": first,
    "script": script(),
    "framework": framework("project", "source"),
    "failing": framework("failing", "failing"),
    "low": low_level(first),
}
json.dump(found, answers)
