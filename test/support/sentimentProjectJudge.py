"""The PyTorch project of the Udacity course (udacity/sagemaker-deployment, Project), call by call: an estimator that is deployed with its training script and
asked in chunks, and the same model behind predict functions that take a review as it was written.

Changed are the endpoint, the data's origin, and what version 2 of the SDK renamed. Reads {"project", "role", "folder": an empty one}; everything else comes from
the environment. Writes what the notebook shows.
"""
from notebook import answer, given
from sentimentCorpus import reviews_of

import os
import pickle
import shutil
import sys

import numpy as np
import pandas as pd
from sklearn.metrics import accuracy_score

import sagemaker
from sagemaker.predictor import Predictor
from sagemaker.pytorch import PyTorch, PyTorchModel
from sagemaker.serializers import StringSerializer

project = given["project"]
serve_dir = shutil.copytree(os.path.join(project, "serve"), given["folder"] + "-serve")
shutil.copy(os.path.join(project, "train", "model.py"), serve_dir)  # the course has it in both folders
sys.path.insert(0, serve_dir)
from utils import convert_and_pad, review_to_words

train_reviews, train_y = reviews_of(800, seed=1, length=20)
test_reviews, test_y = reviews_of(1200, seed=2, length=20)
counts = pd.Series([word for review in train_reviews for word in review_to_words(review)]).value_counts()
word_dict = {word: at + 2 for at, word in enumerate(counts.index[:4998])}
rows_of = lambda reviews: np.array([convert_and_pad(word_dict, review_to_words(review)) for review in reviews])

data_dir = given["folder"]
with open(os.path.join(data_dir, "word_dict.pkl"), "wb") as file:
    pickle.dump(word_dict, file)
np.savetxt(os.path.join(data_dir, "train.csv"), np.column_stack([train_y, rows_of(train_reviews)]), delimiter=",", fmt="%d")

sagemaker_session = sagemaker.Session()
role = sagemaker_session.expand_role(given["role"])
input_data = sagemaker_session.upload_data(path=data_dir, bucket=sagemaker_session.default_bucket(), key_prefix="sagemaker/sentiment_rnn")
estimator = PyTorch(
    entry_point="train.py",
    source_dir=os.path.join(project, "train"),
    role=role,
    framework_version="0.4.0",
    py_version="py3",
    instance_count=1,
    instance_type="ml.m4.xlarge",
    hyperparameters={"epochs": 4, "hidden_dim": 32},
    sagemaker_session=sagemaker_session,
)
estimator.fit({"training": input_data}, logs=False)

predictor = estimator.deploy(initial_instance_count=1, instance_type="ml.m4.xlarge")
test_X = rows_of(test_reviews)
predictions = np.array([])
for part in np.array_split(test_X, len(test_X) // 512 + 1):
    predictions = np.append(predictions, predictor.predict(part))
accuracy = accuracy_score(test_y, predictions.round())
predictor.delete_endpoint()


class StringPredictor(Predictor):
    def __init__(self, endpoint_name, sagemaker_session):
        super().__init__(endpoint_name, sagemaker_session, serializer=StringSerializer())


model = PyTorchModel(
    model_data=estimator.model_data,
    role=role,
    framework_version="0.4.0",
    py_version="py3",
    entry_point="predict.py",
    source_dir=serve_dir,
    predictor_cls=StringPredictor,
    sagemaker_session=sagemaker_session,
)
predictor = model.deploy(initial_instance_count=1, instance_type="ml.m4.xlarge")
ground = test_y[:200]
results = [float(predictor.predict(review)) for review in test_reviews[:200]]
opinion = predictor.predict("A wonderful and moving film.<br /><br />Brilliant, superb, charming!").decode()
group = f"/aws/sagemaker/Endpoints/{predictor.endpoint_name}"
log = sagemaker_session.boto_session.client("logs").filter_log_events(logGroupName=group, limit=10)["events"]
predictor.delete_endpoint()

answer(
    accuracy=accuracy,
    predicted=len(predictions),
    reviewAccuracy=accuracy_score(ground, results),
    furthest=float(np.max(np.abs(predictions[:200].round() - results))),
    opinion=opinion,
    log=[event["message"] for event in log],
)
