"""The Udacity course's notebook "Boston Housing XGBoost (Deploy) - High Level" (udacity/sagemaker-deployment, Tutorials/), call by call.

Changed are the endpoint, the data's origin, what version 2 of the SDK renamed, and the scatter plot, which becomes numbers. Reads {"boston": the labelled
table, "folder": an empty one, "role"}; everything else comes from the environment. Writes what the notebook shows.
"""
from notebook import answer, compared, given, printed_by
from notebookTables import uploaded_tables
from notebookTraining import fitted_estimator

import numpy as np
import pandas as pd

import sagemaker
from sagemaker.serializers import CSVSerializer

session = sagemaker.Session()
role = session.expand_role(given["role"])

prefix = "boston-xgboost-deploy-hl"
data = uploaded_tables(session, prefix, seed=3)
xgb = fitted_estimator(session, role, prefix, data)

deployed = []
waited = printed_by(lambda: deployed.append(xgb.deploy(initial_instance_count=1, instance_type="ml.m4.xlarge")))
xgb_predictor = deployed[0]
xgb_predictor.serializer = CSVSerializer()
text = xgb_predictor.predict(data.test_rows.values).decode("utf-8")
Y_pred = np.fromstring(text, sep=",")

xgb_predictor.delete_endpoint()

answer(
    waited=waited,
    text=text,
    left=[len(session.sagemaker_client.list_endpoint_configs(NameContains=xgb_predictor.endpoint_name)["EndpointConfigs"])],
    **compared(data.test_labels, pd.DataFrame(Y_pred), data.train_labels),
)
