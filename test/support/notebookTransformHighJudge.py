"""The Udacity course's notebook "Boston Housing XGBoost (Batch Transform) - High Level" (udacity/sagemaker-deployment, Tutorials/), call by call.

Changed are the endpoint, the data's origin, what version 2 of the SDK renamed, and the scatter plot, which becomes numbers. Reads {"boston": the labelled
table, "folder": an empty one, "aws": the AWS CLI, "role"}; everything else comes from the environment. Writes what the notebook shows.
"""
from notebook import answer, compared, copied, given, printed_by
from notebookTables import uploaded_tables
from notebookTraining import fitted_estimator

import os

import pandas as pd

import sagemaker

session = sagemaker.Session()
role = session.expand_role(given["role"])

prefix = "boston-xgboost-HL"
data = uploaded_tables(session, prefix, seed=6)
xgb = fitted_estimator(session, role, prefix, data)

xgb_transformer = xgb.transformer(instance_count=1, instance_type="ml.m4.xlarge")
waited = printed_by(lambda: xgb_transformer.transform(data.test, content_type="text/csv", split_type="Line"))
waited += printed_by(xgb_transformer.wait)

copied(xgb_transformer.output_path, data.folder)
Y_pred = pd.read_csv(os.path.join(data.folder, "test.csv.out"), header=None)

answer(waited=waited, **compared(data.test_labels, Y_pred, data.train_labels))
