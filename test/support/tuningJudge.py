"""Hyperparameter tuning as the SageMaker Python SDK does it, on the Boston tables.

Reads {"data": folder of train.csv and validation.csv, "role"}; everything else comes from the environment. Writes what the SDK saw.
"""
import json
import logging
import sys
import time
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
answers = sys.stdout
sys.stdout = sys.stderr  # the SDK prints

import boto3
import sagemaker
from sagemaker.inputs import TrainingInput
from sagemaker.tuner import (
    CategoricalParameter,
    ContinuousParameter,
    HyperparameterTuner,
    IntegerParameter,
    WarmStartConfig,
    WarmStartTypes,
)

given = json.load(sys.stdin)
session = sagemaker.Session()
channels = {
    name: TrainingInput(session.upload_data(f"{given['data']}/{name}.csv", key_prefix="boston"), content_type="csv")
    for name in ("train", "validation")
}
image = sagemaker.image_uris.retrieve("xgboost", session.boto_region_name, "1.7-1")


def estimator():
    made = sagemaker.estimator.Estimator(
        image, given["role"], instance_count=1, instance_type="ml.m4.xlarge",
        output_path=f"s3://{session.default_bucket()}/boston/output", sagemaker_session=session,
    )
    made.set_hyperparameters(
        max_depth=5, eta=0.2, gamma=4, min_child_weight=6, subsample=0.8, objective="reg:squarederror",
        early_stopping_rounds=10, num_round=200,
    )
    return made


ranges = {
    "max_depth": IntegerParameter(3, 12),
    "eta": ContinuousParameter(0.05, 0.5),
    "min_child_weight": IntegerParameter(2, 8),
    "subsample": ContinuousParameter(0.5, 0.9),
    "gamma": ContinuousParameter(0, 10),
}


def tuner(**arguments):
    arguments = {"max_jobs": 20, "max_parallel_jobs": 3, "objective_type": "Minimize", **arguments}
    return HyperparameterTuner(
        estimator=estimator(), objective_metric_name="validation:rmse", hyperparameter_ranges=ranges, **arguments
    )


started = time.time()
boston = tuner()
boston.fit(channels, job_name="boston", wait=False)
boston.wait()
seconds = time.time() - started
described = boston.describe()
frame = boston.analytics().dataframe()
attached = HyperparameterTuner.attach(boston.latest_tuning_job.name, sagemaker_session=session)
best = boston.best_estimator()

child = boston.identical_dataset_and_algorithm_tuner()
child.max_jobs = 2
child.fit(channels, job_name="warm")
warm = child.describe()

transfer = tuner(max_jobs=2, strategy="Random", random_seed=7, warm_start_config=WarmStartConfig(
    WarmStartTypes.TRANSFER_LEARNING, {boston.latest_tuning_job.name}))
transfer.fit(channels, job_name="transfer")

grid = HyperparameterTuner(
    estimator(), "validation:rmse", {"max_depth": CategoricalParameter([3, 5]), "eta": CategoricalParameter([0.1, 0.3])},
    strategy="Grid", max_jobs=4, max_parallel_jobs=2, objective_type="Minimize",
)
grid.fit(channels, job_name="grid")

several = HyperparameterTuner.create(
    estimator_dict={"one": estimator(), "two": estimator()},
    objective_metric_name_dict={"one": "validation:rmse", "two": "validation:rmse"},
    hyperparameter_ranges_dict={"one": {"eta": ranges["eta"]}, "two": {"gamma": ranges["gamma"]}},
    objective_type="Minimize", max_jobs=4, max_parallel_jobs=2,
)
several.fit(inputs={"one": channels, "two": channels}, job_name="several", include_cls_metadata={"one": False, "two": False})

endless = tuner()
endless.estimator.set_hyperparameters(num_round=1000000, early_stopping_rounds=1000000)
endless.fit(channels, job_name="endless", wait=False)
time.sleep(1)
endless.stop_tuning_job()
endless.wait()
endless.stop_tuning_job()  # the SDK passes over the refusal of what has ended

refused = None
try:
    tuner(max_parallel_jobs=11).fit(channels, job_name="refused")
except Exception as error:
    refused = [type(error).__name__, str(error)]

json.dump(
    {
        "seconds": seconds,
        "status": described["HyperParameterTuningJobStatus"],
        "counters": described["TrainingJobStatusCounters"],
        "best": boston.best_training_job(),
        "bestValue": described["BestTrainingJob"]["FinalHyperParameterTuningJobObjectiveMetric"]["Value"],
        "rows": len(frame),
        "columns": sorted(frame.columns),
        "frameBest": frame.sort_values("FinalObjectiveValue").iloc[0]["TrainingJobName"],
        "model": best.model_data,
        "hyperparameters": best.hyperparameters(),
        "attached": {
            "best": attached.best_training_job(),
            "ranges": sorted(attached.hyperparameter_ranges()["ContinuousParameterRanges"], key=lambda one: one["Name"]),
        },
        "warm": {"status": warm["HyperParameterTuningJobStatus"], "overall": warm["OverallBestTrainingJob"]["TuningJobName"],
                 "value": warm["OverallBestTrainingJob"]["FinalHyperParameterTuningJobObjectiveMetric"]["Value"]},
        "transfer": transfer.describe()["HyperParameterTuningJobStatus"],
        "grid": len(grid.analytics().dataframe()),
        "several": [several.describe()["HyperParameterTuningJobStatus"], several.best_estimator().latest_training_job.name],
        "severalBest": several.best_training_job(),
        "stopped": endless.describe()["HyperParameterTuningJobStatus"],
        "refused": refused,
    },
    answers,
)
