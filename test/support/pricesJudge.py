"""A script for XGBoost's image as a person deploys it with the SageMaker Python SDK: with the image's own way of reading and writing, and with predict
functions of one's own.

Reads {"project", "role", "folder": an empty one}; everything else comes from the environment. Writes what both answer, and the prices that were to be learned.
"""
from notebook import answer, given

import os

import numpy as np

import sagemaker
from sagemaker.deserializers import JSONDeserializer
from sagemaker.serializers import CSVSerializer, JSONSerializer
from sagemaker.xgboost import XGBoost, XGBoostModel

session = sagemaker.Session()
role = session.expand_role(given["role"])
random = np.random.default_rng(6)
rows = random.random((400, 3)).round(3)
prices = (10 * rows[:, 1] + rows[:, 0]).round(4)  # the middle feature decides
np.savetxt(os.path.join(given["folder"], "train.csv"), np.column_stack([prices, rows]), delimiter=",", fmt="%.4f")
common = {"role": role, "framework_version": "1.7-1", "source_dir": given["project"], "sagemaker_session": session}

estimator = XGBoost(
    entry_point="train.py",
    py_version="py3",
    instance_count=1,
    instance_type="ml.m5.large",
    hyperparameters={"num-round": 60, "max-depth": 4},
    **common,
)
estimator.fit({"train": session.upload_data(given["folder"], key_prefix="prices")}, logs=False)
predictor = estimator.deploy(1, "ml.m5.large", serializer=CSVSerializer(), wait=False)
explaining = XGBoostModel(estimator.model_data, entry_point="explain.py", **common)
explainer = explaining.deploy(1, "ml.m5.large", serializer=JSONSerializer(), deserializer=JSONDeserializer(), wait=False)
for endpoint in (predictor, explainer):
    session.wait_for_endpoint(endpoint.endpoint_name, poll=1)
asked = rows[:20]
answer(
    prices=prices[:20].tolist(),
    plain=[float(cell) for line in predictor.predict(asked) for cell in line],
    explained=explainer.predict(asked.tolist()),
)
