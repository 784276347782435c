"""The scikit-learn project of the Udacity course (udacity/ML_SageMaker_Studies, Project_Plagiarism_Detection) and what people go on with: its estimator
trained, deployed and asked; the same model behind predict functions of its own; and a pipeline of a scaler before it.

Reads {"project", "role", "folder": an empty one}; everything else comes from the environment. Writes what each of them answers.
"""
from notebook import answer, given

import io
import os

import numpy as np
from botocore.exceptions import ClientError

import sagemaker
from sagemaker.deserializers import JSONDeserializer
from sagemaker.pipeline import PipelineModel
from sagemaker.predictor import Predictor
from sagemaker.serializers import CSVSerializer, JSONSerializer
from sagemaker.sklearn import SKLearn, SKLearnModel

session = sagemaker.Session()
role = session.expand_role(given["role"])
project = given["project"]

# Containment, longest common subsequence, and a column of noise; label first.
random = np.random.default_rng(4)
labels = random.integers(0, 2, 300)
features = np.column_stack([labels * 0.5 + random.random(300) * 0.6, labels * 0.4 + random.random(300) * 0.6, random.random(300)])
table = np.column_stack([labels, features]).round(4)
train, test_y, test_x = table[:200], table[200:, 0], table[200:, 1:]
np.savetxt(os.path.join(given["folder"], "train.csv"), train, delimiter=",", fmt="%.4f")
input_data = session.upload_data(given["folder"], key_prefix="plagiarism")

common = {"role": role, "framework_version": "1.2-1", "py_version": "py3", "sagemaker_session": session}
estimator = SKLearn(
    entry_point="train.py",
    source_dir=os.path.join(project, "source_sklearn"),
    instance_count=1,
    instance_type="ml.c4.xlarge",
    hyperparameters={"inverse-penalty": 4.0},
    **common,
)
estimator.fit({"train": input_data}, logs=False)

predictor = estimator.deploy(initial_instance_count=1, instance_type="ml.t2.medium", wait=False)
own = SKLearnModel(model_data=estimator.model_data, entry_point="predict.py", source_dir=os.path.join(project, "serve"), **common)
own_predictor = own.deploy(1, "ml.t2.medium", serializer=JSONSerializer(), deserializer=JSONDeserializer(), wait=False)
batch = own.transformer(1, "ml.m4.xlarge", accept="text/csv", assemble_with="Line", strategy="MultiRecord")
with open(os.path.join(given["folder"], "test.csv"), "w") as file:
    np.savetxt(file, test_x, delimiter=",", fmt="%.4f")
batch.transform(session.upload_data(file.name, key_prefix="plagiarism-test"), content_type="text/csv", split_type="Line", wait=False)

trained = SKLearnModel(model_data=estimator.model_data, entry_point="train.py", source_dir=os.path.join(project, "source_sklearn"), **common)
steps = [trained, SKLearnModel(model_data=estimator.model_data, entry_point="explain.py", source_dir=os.path.join(project, "pipeline"), **common)]
pipeline = PipelineModel(models=steps, role=role, sagemaker_session=session, predictor_cls=Predictor)
line = pipeline.deploy(1, "ml.t2.medium", serializer=CSVSerializer(), deserializer=JSONDeserializer(), wait=False)

for endpoint in (predictor, own_predictor, line):
    session.wait_for_endpoint(endpoint.endpoint_name, poll=1)
test_y_preds = predictor.predict(test_x)
verdicts = own_predictor.predict({"answers": test_x.tolist()})
explained = line.predict(test_x[:5])

refusals = []
for body, content_type in (("<answers/>", "application/xml"), ('{"answers": [[1]]}', "application/json")):
    try:
        session.sagemaker_runtime_client.invoke_endpoint(EndpointName=own_predictor.endpoint_name, ContentType=content_type, Body=body)
    except ClientError as error:
        refusals.append([error.response["Error"]["Code"], error.response["OriginalStatusCode"]])

transform_job = batch.latest_transform_job
session.wait_for_transform_job(transform_job.name, poll=1)
place = batch.output_path.removeprefix("s3://").split("/", 1)
lines = io.BytesIO()
session.boto_session.client("s3").download_fileobj(place[0], f"{place[1].rstrip('/')}/test.csv.out", lines)

logs = session.boto_session.client("logs")
logged = [
    [event["message"] for event in logs.filter_log_events(logGroupName=f"/aws/sagemaker/Endpoints/{endpoint.endpoint_name}")["events"]]
    for endpoint in (predictor, own_predictor)
]
batch.delete_model()
for endpoint in (predictor, own_predictor, line):
    endpoint.delete_model()
    endpoint.delete_endpoint()
for endpoint in (predictor, own_predictor, line):
    session.sagemaker_client.get_waiter("endpoint_deleted").wait(EndpointName=endpoint.endpoint_name, WaiterConfig={"Delay": 1})

answer(
    accuracy=float(np.mean(test_y_preds == test_y)),
    dtype=str(test_y_preds.dtype),
    verdicts=verdicts,
    expected=["copied" if label == 1 else "own" for label in test_y_preds],
    batch=lines.getvalue().decode(),
    explained=explained,
    refusals=refusals,
    logged=logged,
    left=[
        len(session.sagemaker_client.list_endpoints()["Endpoints"]),
        len(session.sagemaker_client.list_endpoint_configs()["EndpointConfigs"]),
        len(session.sagemaker_client.list_models()["Models"]),
    ],
)
