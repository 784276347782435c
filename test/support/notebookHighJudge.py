"""The Udacity course's notebook "Boston Housing XGBoost (Hyperparameter Tuning) - High Level" (udacity/sagemaker-deployment, Tutorials/), call by call.

Changed are the endpoint, the data's origin, what version 2 of the SDK renamed, and the scatter plot, which becomes numbers. Reads {"boston": the labelled
table, "folder": an empty one, "aws": the AWS CLI, "role"}; everything else comes from the environment. Writes what the notebook shows.
"""
from notebook import answer, assumed, compared, copied, given, printed_by
from notebookTables import uploaded_tables
from notebookTraining import csv_inputs, xgboost_estimator

import os

import pandas as pd

import sagemaker
from sagemaker import get_execution_role
from sagemaker.tuner import ContinuousParameter, HyperparameterTuner, IntegerParameter

assumed(given["role"])  # a notebook instance works under a role
session = sagemaker.Session()
role = get_execution_role()

prefix = "boston-xgboost-tuning-HL"
data = uploaded_tables(session, prefix, seed=1)

xgb = xgboost_estimator(session, role, prefix)
xgb_hyperparameter_tuner = HyperparameterTuner(
    estimator=xgb,
    objective_metric_name="validation:rmse",
    objective_type="Minimize",
    max_jobs=20,
    max_parallel_jobs=3,
    hyperparameter_ranges={
        "max_depth": IntegerParameter(3, 12),
        "eta": ContinuousParameter(0.05, 0.5),
        "min_child_weight": IntegerParameter(2, 8),
        "subsample": ContinuousParameter(0.5, 0.9),
        "gamma": ContinuousParameter(0, 10),
    },
)
xgb_hyperparameter_tuner.fit(csv_inputs(data.train, data.validation))
waited = printed_by(xgb_hyperparameter_tuner.wait)
best = xgb_hyperparameter_tuner.best_training_job()

attached = []
attach = printed_by(lambda: attached.append(sagemaker.estimator.Estimator.attach(xgb_hyperparameter_tuner.best_training_job())))
xgb_attached = attached[0]

xgb_transformer = xgb_attached.transformer(instance_count=1, instance_type="ml.m4.xlarge")
transform = printed_by(lambda: xgb_transformer.transform(data.test, content_type="text/csv", split_type="Line"))
transform += printed_by(xgb_transformer.wait)

copied(xgb_transformer.output_path, data.folder)
Y_pred = pd.read_csv(os.path.join(data.folder, "test.csv.out"), header=None)

answer(
    role=role,
    waited=waited,
    tuning=xgb_hyperparameter_tuner.describe(),
    best=best,
    attach=attach,
    transform=transform,
    **compared(data.test_labels, Y_pred, data.train_labels),
)
