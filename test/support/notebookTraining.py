"""The cells with which the Udacity course's notebooks train XGBoost, high and low level; `data` is what `uploaded_tables` gives."""
from time import gmtime, strftime

import sagemaker
from sagemaker import image_uris
from sagemaker.inputs import TrainingInput


def xgboost_container(session):
    """`get_image_uri(region, 'xgboost')` of version 1 of the SDK, which meant this version of the image."""
    return image_uris.retrieve("xgboost", session.boto_region_name, "1")


def xgboost_estimator(session, role, prefix, **others):
    """With the hyperparameters of the Boston Housing notebooks; `others` come in their place or beside them."""
    xgb = sagemaker.estimator.Estimator(
        xgboost_container(session),
        role,
        instance_count=1,
        instance_type="ml.m4.xlarge",
        output_path="s3://{}/{}/output".format(session.default_bucket(), prefix),
        sagemaker_session=session,
    )
    xgb.set_hyperparameters(
        **{
            "max_depth": 5,
            "eta": 0.2,
            "gamma": 4,
            "min_child_weight": 6,
            "subsample": 0.8,
            "objective": "reg:linear",
            "early_stopping_rounds": 10,
            "num_round": 200,
            **others,
        }
    )
    return xgb


def csv_inputs(train, validation):
    """What `fit` is given, of the S3 URIs of two tables."""
    s3_input_train = TrainingInput(s3_data=train, content_type="csv")
    s3_input_validation = TrainingInput(s3_data=validation, content_type="csv")
    return {"train": s3_input_train, "validation": s3_input_validation}


def fitted_estimator(session, role, prefix, data):
    xgb = xgboost_estimator(session, role, prefix)
    xgb.fit(csv_inputs(data.train, data.validation))
    return xgb


def channel(name, location):
    return {
        "ChannelName": name,
        "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": location, "S3DataDistributionType": "FullyReplicated"}},
        "ContentType": "csv",
        "CompressionType": "None",
    }


def training_params(session, role, prefix, data):
    """What a low-level training job and a low-level tuning job are both told; the hyperparameters, each in its own member, are not."""
    return {
        "RoleArn": role,
        "AlgorithmSpecification": {"TrainingImage": xgboost_container(session), "TrainingInputMode": "File"},
        "OutputDataConfig": {"S3OutputPath": "s3://" + session.default_bucket() + "/" + prefix + "/output"},
        "ResourceConfig": {"InstanceCount": 1, "InstanceType": "ml.m4.xlarge", "VolumeSizeInGB": 5},
        "StoppingCondition": {"MaxRuntimeInSeconds": 86400},
        "InputDataConfig": [channel("train", data.train), channel("validation", data.validation)],
    }


def model_of(session, role, training_job_name):
    """Makes a model of a training job's artifact, and gives its name."""
    training_job_info = session.sagemaker_client.describe_training_job(TrainingJobName=training_job_name)
    model_artifacts = training_job_info["ModelArtifacts"]["S3ModelArtifacts"]

    model_name = training_job_name + "-model"
    primary_container = {"Image": xgboost_container(session), "ModelDataUrl": model_artifacts}
    session.sagemaker_client.create_model(ModelName=model_name, ExecutionRoleArn=role, PrimaryContainer=primary_container)
    return model_name


def created_model(session, role, prefix, data):
    """Trains at the low level and makes a model of the artifact; gives the name of the training job and the model's."""
    training_job_name = "boston-xgboost-" + strftime("%Y-%m-%d-%H-%M-%S", gmtime())
    session.sagemaker_client.create_training_job(
        TrainingJobName=training_job_name,
        HyperParameters={
            "max_depth": "5",
            "eta": "0.2",
            "gamma": "4",
            "min_child_weight": "6",
            "subsample": "0.8",
            "objective": "reg:linear",
            "early_stopping_rounds": "10",
            "num_round": "200",
        },
        **training_params(session, role, prefix, data),
    )
    session.logs_for_job(training_job_name, wait=True)
    return training_job_name, model_of(session, role, training_job_name)
