"""The Udacity course's notebook "Boston Housing XGBoost (Deploy) - Low Level" (udacity/sagemaker-deployment, Tutorials/), call by call.

Changed are the endpoint, the data's origin, what version 2 of the SDK renamed, and the scatter plot, which becomes numbers. Reads {"boston": the labelled
table, "folder": an empty one, "role"}; everything else comes from the environment. Writes what the notebook shows.
"""
from notebook import answer, compared, given, printed_by
from notebookTables import uploaded_tables
from notebookTraining import created_model

from time import gmtime, strftime

import numpy as np
import pandas as pd

import sagemaker

session = sagemaker.Session()
role = session.expand_role(given["role"])

prefix = "boston-xgboost-deploy-ll"
data = uploaded_tables(session, prefix, seed=4)
training_job_name, model_name = created_model(session, role, prefix, data)

endpoint_config_name = "boston-xgboost-endpoint-config-" + strftime("%Y-%m-%d-%H-%M-%S", gmtime())
session.sagemaker_client.create_endpoint_config(
    EndpointConfigName=endpoint_config_name,
    ProductionVariants=[
        {
            "InstanceType": "ml.m4.xlarge",
            "InitialVariantWeight": 1,
            "InitialInstanceCount": 1,
            "ModelName": model_name,
            "VariantName": "AllTraffic",
        }
    ],
)
endpoint_name = "boston-xgboost-endpoint-" + strftime("%Y-%m-%d-%H-%M-%S", gmtime())
session.sagemaker_client.create_endpoint(EndpointName=endpoint_name, EndpointConfigName=endpoint_config_name)
waited = printed_by(lambda: session.wait_for_endpoint(endpoint_name))

payload = [[str(entry) for entry in row] for row in data.test_rows.values]
payload = "\n".join([",".join(row) for row in payload])
response = session.sagemaker_runtime_client.invoke_endpoint(EndpointName=endpoint_name, ContentType="text/csv", Body=payload)
text = response["Body"].read().decode("utf-8")
Y_pred = np.fromstring(text, sep=",")

session.sagemaker_client.delete_endpoint(EndpointName=endpoint_name)

answer(
    waited=waited,
    text=text,
    variant=response["InvokedProductionVariant"],
    contentType=response["ContentType"],
    **compared(data.test_labels, pd.DataFrame(Y_pred), data.train_labels),
)
