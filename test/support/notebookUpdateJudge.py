"""The Udacity course's notebook "Boston Housing - Updating an Endpoint" (udacity/sagemaker-deployment, Tutorials/), call by call.

Changed are the endpoint, the data's origin, and what version 2 of the SDK renamed. Reads {"boston": the labelled table, "folder": an empty one, "role"};
everything else comes from the environment. Writes what the notebook shows.
"""
from notebook import answer, given
from notebookTables import uploaded_tables
from notebookTraining import fitted_estimator, xgboost_container

from time import gmtime, strftime

import sagemaker
from sagemaker import image_uris
from sagemaker.inputs import TrainingInput

session = sagemaker.Session()
role = session.expand_role(given["role"])
client = session.sagemaker_client

prefix = "boston-update-endpoints"
data = uploaded_tables(session, prefix, seed=5)
rows = data.test_rows.values


def stamped(name):
    return name + strftime("%Y-%m-%d-%H-%M-%S", gmtime())


def variant(name, model_name):
    return {"InstanceType": "ml.m4.xlarge", "InitialVariantWeight": 1, "InitialInstanceCount": 1, "ModelName": model_name, "VariantName": name}


def deployed(config_name):
    endpoint_name = stamped("boston-update-endpoint-")
    client.create_endpoint(EndpointName=endpoint_name, EndpointConfigName=config_name)
    session.wait_for_endpoint(endpoint_name)
    return endpoint_name


def asked(endpoint_name, row):
    """What the notebook prints of an answer."""
    response = session.sagemaker_runtime_client.invoke_endpoint(
        EndpointName=endpoint_name, ContentType="text/csv", Body=",".join(map(str, row))
    )
    result = response["Body"].read().decode("utf-8")
    return {"variant": response["InvokedProductionVariant"], "contentType": response["ContentType"], "result": result}


xgb = fitted_estimator(session, role, prefix, data)
xgb_model_name = stamped("boston-update-xgboost-model")
client.create_model(
    ModelName=xgb_model_name,
    ExecutionRoleArn=role,
    PrimaryContainer={"Image": xgboost_container(session), "ModelDataUrl": xgb.model_data},
)
xgb_endpoint_config_name = stamped("boston-update-xgboost-endpoint-config-")
client.create_endpoint_config(EndpointConfigName=xgb_endpoint_config_name, ProductionVariants=[variant("XGB-Model", xgb_model_name)])
endpoint_name = deployed(xgb_endpoint_config_name)
by_xgb = asked(endpoint_name, rows[0])
client.delete_endpoint(EndpointName=endpoint_name)

linear_container = image_uris.retrieve("linear-learner", session.boto_region_name)
linear = sagemaker.estimator.Estimator(
    linear_container,
    role,
    instance_count=1,
    instance_type="ml.m4.xlarge",
    output_path="s3://{}/{}/output".format(session.default_bucket(), prefix),
    sagemaker_session=session,
)
linear.set_hyperparameters(feature_dim=13, predictor_type="regressor", mini_batch_size=200)
s3_input_train = TrainingInput(s3_data=data.train, content_type="text/csv")
s3_input_validation = TrainingInput(s3_data=data.validation, content_type="text/csv")
linear.fit({"train": s3_input_train, "validation": s3_input_validation})
linear_model_name = stamped("boston-update-linear-model")
client.create_model(
    ModelName=linear_model_name,
    ExecutionRoleArn=role,
    PrimaryContainer={"Image": linear_container, "ModelDataUrl": linear.model_data},
)
linear_endpoint_config_name = stamped("boston-linear-endpoint-config-")
client.create_endpoint_config(EndpointConfigName=linear_endpoint_config_name, ProductionVariants=[variant("Linear-Model", linear_model_name)])
endpoint_name = deployed(linear_endpoint_config_name)
by_linear = asked(endpoint_name, rows[0])
client.delete_endpoint(EndpointName=endpoint_name)

combined_endpoint_config_name = stamped("boston-combined-endpoint-config-")
client.create_endpoint_config(
    EndpointConfigName=combined_endpoint_config_name,
    ProductionVariants=[variant("Linear-Model", linear_model_name), variant("XGB-Model", xgb_model_name)],
)
endpoint_name = deployed(combined_endpoint_config_name)
by_either = [asked(endpoint_name, rows[0])]
for rec in range(10):
    by_either.append(asked(endpoint_name, rows[rec]))
described = [client.describe_endpoint(EndpointName=endpoint_name)]
client.update_endpoint(EndpointName=endpoint_name, EndpointConfigName=linear_endpoint_config_name)
described.append(client.describe_endpoint(EndpointName=endpoint_name))
session.wait_for_endpoint(endpoint_name)
described.append(client.describe_endpoint(EndpointName=endpoint_name))
client.delete_endpoint(EndpointName=endpoint_name)

answer(
    xgb=by_xgb,
    linear=by_linear,
    either=by_either,
    described=described,
    configs=[combined_endpoint_config_name, linear_endpoint_config_name],
    labels=data.test_labels.to_numpy().ravel()[:10].tolist(),
)
