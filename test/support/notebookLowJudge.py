"""The Udacity course's notebook "Boston Housing XGBoost (Hyperparameter Tuning) - Low Level" (udacity/sagemaker-deployment, Tutorials/), call by call.

Changed are the endpoint, the data's origin, what version 2 of the SDK renamed, and the scatter plot, which becomes numbers. Reads {"boston": the labelled
table, "folder": an empty one, "aws": the AWS CLI, "role"}; everything else comes from the environment. Writes what the notebook shows.
"""
from notebook import answer, compared, copied, given, printed_by
from notebookTables import uploaded_tables
from notebookTraining import model_of, training_params

import os
from time import gmtime, strftime

import pandas as pd

import sagemaker

session = sagemaker.Session()
role = session.expand_role(given["role"])  # outside a notebook instance there is no role to ask for

prefix = "boston-xgboost-tuning-LL"
data = uploaded_tables(session, prefix, seed=2)

static_hyperparameters = {
    "gamma": "4",
    "subsample": "0.8",
    "objective": "reg:linear",
    "early_stopping_rounds": "10",
    "num_round": "200",
}
tuning_job_config = {
    "ParameterRanges": {
        "CategoricalParameterRanges": [],
        "ContinuousParameterRanges": [{"MaxValue": "0.5", "MinValue": "0.05", "Name": "eta"}],
        "IntegerParameterRanges": [
            {"MaxValue": "12", "MinValue": "3", "Name": "max_depth"},
            {"MaxValue": "8", "MinValue": "2", "Name": "min_child_weight"},
        ],
    },
    "ResourceLimits": {"MaxNumberOfTrainingJobs": 20, "MaxParallelTrainingJobs": 3},
    "Strategy": "Bayesian",
    "HyperParameterTuningJobObjective": {"MetricName": "validation:rmse", "Type": "Minimize"},
}
tuning_job_name = "tuning-job" + strftime("%Y-%m-%d-%H-%M-%S", gmtime())
session.sagemaker_client.create_hyper_parameter_tuning_job(
    HyperParameterTuningJobName=tuning_job_name,
    HyperParameterTuningJobConfig=tuning_job_config,
    TrainingJobDefinition={**training_params(session, role, prefix, data), "StaticHyperParameters": static_hyperparameters},
)
waited = printed_by(lambda: session.wait_for_tuning_job(tuning_job_name))
tuning_job_info = session.sagemaker_client.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=tuning_job_name)
best_training_job_name = tuning_job_info["BestTrainingJob"]["TrainingJobName"]
model_name = model_of(session, role, best_training_job_name)

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
transform_response = session.sagemaker_client.create_transform_job(**transform_request)
transform = printed_by(lambda: session.wait_for_transform_job(transform_job_name))

copied(transform_output, data.folder)
Y_pred = pd.read_csv(os.path.join(data.folder, "test.csv.out"), header=None)

answer(
    role=role,
    waited=waited,
    tuning=tuning_job_info,
    best=best_training_job_name,
    attach="",
    transform=transform,
    **compared(data.test_labels, Y_pred, data.train_labels),
)
