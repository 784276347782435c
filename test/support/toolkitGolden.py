"""Writes test/golden/trainingToolkit.json: what sagemaker-training 5.1.4 makes of jobs. Run it where that package is installed."""

import json
import os
import pathlib
import sys
import tempfile

HYPERPARAMETERS = [
    {"sagemaker_program": '"train.py"', "sagemaker_submit_directory": '"s3://b/code.tar.gz"', "epochs": "10", "lr": "1e-5"},
    {
        "sagemaker_program": '"train.py"',
        "sagemaker_container_log_level": "30",
        "sagemaker_job_name": '"job"',
        "sagemaker_region": '"eu-west-1"',
        "sagemaker_parameter_server_enabled": "true",
        "_tuning_objective_metric": '"validation:rmse"',
        "optimizer": '"adam"',
        "raw": "adam",
        "learning-rate": "0.10",
        "k": "3",
        "whole": "1.0",
        "big": "123456789012345678901234567890",
        "tiny": "0.0000123",
        "large": "1e16",
        "below": "1e15",
        "minus": "-0.0",
        "yes": "true",
        "nothing": "null",
        "nan": "NaN",
        "quoted-number": '"1"',
        "list": '[1, 1.50, "a\'b", true, null, {"z": 1, "a": "é"}]',
        "dict": '{"b": 1, "a": [1, "x"], "c": {"y": false}}',
        "empty": "",
        "text": "zwei Wörter \U0001F600",
        "half": "[1,",
        "comma": "[1,]",
        "leading-zero": "01",
        "spaces": "  7 ",
    },
]


def environment(base, hyperparameters):
    config = base / "input" / "config"
    config.mkdir(parents=True, exist_ok=True)
    channels = {
        name: {"ContentType": "text/csv", "TrainingInputMode": "File", "S3DistributionType": "FullyReplicated", "RecordWrapperType": "None"}
        for name in ["train", "my-Channel"]
    }
    resources = {
        "current_host": "algo-1",
        "current_instance_type": "ml.m5.large",
        "current_group_name": "homogeneousCluster",
        "hosts": ["algo-1"],
        "instance_groups": [{"instance_group_name": "homogeneousCluster", "instance_type": "ml.m5.large", "hosts": ["algo-1"]}],
        "network_interface_name": "lo",
    }
    for name, content in [("hyperparameters", hyperparameters), ("inputdataconfig", channels), ("resourceconfig", resources)]:
        (config / f"{name}.json").write_text(json.dumps(content))
    from sagemaker_training import environment as toolkit

    env = toolkit.Environment()
    variables = {name: value.replace(str(base), "/opt/ml") for name, value in env.to_env_vars().items()}
    return {"hyperparameters": hyperparameters, "inputDataConfig": channels, "resourceConfig": resources, "cpus": env.num_cpus, "variables": variables, "arguments": env.to_cmd_args()}


with tempfile.TemporaryDirectory() as folder:
    base = pathlib.Path(folder)
    os.environ["SAGEMAKER_BASE_DIR"] = folder
    os.environ["TRAINING_JOB_NAME"] = "golden"
    for name in ["model", "input/config"]:
        (base / name).mkdir(parents=True)
    json.dump([environment(base, case) for case in HYPERPARAMETERS], sys.stdout, indent=1)
