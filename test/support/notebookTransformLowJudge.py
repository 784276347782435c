"""The Udacity course's notebook "Boston Housing XGBoost (Batch Transform) - Low Level" (udacity/sagemaker-deployment, Tutorials/), call by call.

Changed are the endpoint, the data's origin, what version 2 of the SDK renamed, and the scatter plot, which becomes numbers. Reads {"boston": the labelled
table, "folder": an empty one, "aws": the AWS CLI, "role"}; everything else comes from the environment. Writes what the notebook shows.
"""
from notebook import answer, compared, copied, given, printed_by
from notebookTables import uploaded_tables
from notebookTraining import created_model

import os
from time import gmtime, strftime

import pandas as pd

import sagemaker

session = sagemaker.Session()
role = session.expand_role(given["role"])

prefix = "boston-xgboost-LL"
data = uploaded_tables(session, prefix, seed=7)
training_job_name, model_name = created_model(session, role, prefix, data)

transform_job_name = "boston-xgboost-batch-transform-" + strftime("%Y-%m-%d-%H-%M-%S", gmtime())
transform_output = "s3://{}/{}/batch-bransform/".format(session.default_bucket(), prefix)
transform_request = {
    "TransformJobName": transform_job_name,
    "ModelName": model_name,
    "MaxConcurrentTransforms": 1,
    "MaxPayloadInMB": 6,
    "BatchStrategy": "MultiRecord",
    "TransformOutput": {"S3OutputPath": transform_output},
    "TransformInput": {
        "ContentType": "text/csv",
        "SplitType": "Line",
        "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": data.test}},
    },
    "TransformResources": {"InstanceType": "ml.m4.xlarge", "InstanceCount": 1},
}
session.sagemaker_client.create_transform_job(**transform_request)
waited = printed_by(lambda: session.wait_for_transform_job(transform_job_name))

copied(transform_output, data.folder)
Y_pred = pd.read_csv(os.path.join(data.folder, "test.csv.out"), header=None)

answer(waited=waited, **compared(data.test_labels, Y_pred, data.train_labels))
