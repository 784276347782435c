"""The Udacity course's notebook "IMDB Sentiment Analysis - XGBoost - Web App" (udacity/sagemaker-deployment, Tutorials/), call by call.

Changed are the endpoint, the data's origin, and what version 2 of the SDK renamed. Reads {"folder": an empty one, "aws": the AWS CLI, "role", "sizes": reviews
of {"train", "validation", "test"}}; everything else comes from the environment. Writes what the notebook shows.
"""
from notebook import answer, copied, given, printed_by
from notebookTraining import csv_inputs, xgboost_estimator
from sentimentCorpus import review_to_words, reviews_of

import os
import time

import boto3
import numpy as np
import pandas as pd
from botocore.exceptions import ParamValidationError
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import accuracy_score

import sagemaker
from sagemaker.serializers import CSVSerializer


def counts_of(words):
    """`toarray` in a byte for each word, of one digit."""
    return np.minimum(words.toarray(), 9).astype(np.uint8)


def write_csv(path, counts, labels=None):
    """What `to_csv` writes without header and index, the label first; that takes a minute for such tables."""
    table = counts if labels is None else np.column_stack([np.array(labels, dtype=np.uint8), counts])
    text = np.full((len(table), 2 * table.shape[1]), ord(","), dtype=np.uint8)
    text[:, ::2] = table + ord("0")
    text[:, -1] = ord("\n")
    text.tofile(path)


sizes = given["sizes"]
train_X, train_y = reviews_of(sizes["train"] + sizes["validation"], seed=1)
test_X, test_y = reviews_of(sizes["test"], seed=2)
train_X = [review_to_words(review) for review in train_X]
test_X = [review_to_words(review) for review in test_X]

vectorizer = CountVectorizer(max_features=5000)
train_X = counts_of(vectorizer.fit_transform(train_X))
test_X = counts_of(vectorizer.transform(test_X))

# Earlier we shuffled, so the first ones are for validation.
held = sizes["validation"]
data_dir = given["folder"]
write_csv(os.path.join(data_dir, "test.csv"), test_X)
write_csv(os.path.join(data_dir, "validation.csv"), train_X[:held], train_y[:held])
write_csv(os.path.join(data_dir, "train.csv"), train_X[held:], train_y[held:])
shape = train_X[held:].shape

session = sagemaker.Session()
prefix = "sentiment-web-app"
test_location = session.upload_data(os.path.join(data_dir, "test.csv"), key_prefix=prefix)
val_location = session.upload_data(os.path.join(data_dir, "validation.csv"), key_prefix=prefix)
train_location = session.upload_data(os.path.join(data_dir, "train.csv"), key_prefix=prefix)

role = session.expand_role(given["role"])
xgb = xgboost_estimator(session, role, prefix, silent=0, objective="binary:logistic", num_round=500)
fitted = printed_by(lambda: xgb.fit(csv_inputs(train_location, val_location)))

xgb_transformer = xgb.transformer(instance_count=1, instance_type="ml.m4.xlarge")
printed_by(lambda: xgb_transformer.transform(test_location, content_type="text/csv", split_type="Line"))
copied(xgb_transformer.output_path, data_dir)
transformed = pd.read_csv(os.path.join(data_dir, "test.csv.out"), header=None)
predictions = [round(num) for num in transformed.squeeze().values]
batch_accuracy = accuracy_score(test_y, predictions)

xgb_predictor = xgb.deploy(initial_instance_count=1, instance_type="ml.m4.xlarge")
xgb_predictor.serializer = CSVSerializer()
answers, chunks = [], []
for part in np.array_split(test_X, len(test_X) // 512 + 1):
    began = time.monotonic()
    answers.append(xgb_predictor.predict(part).decode("utf-8"))
    chunks.append({"rows": len(part), "seconds": time.monotonic() - began})
largest = len(xgb_predictor.serializer.serialize(part))
answered = np.fromstring(",".join(answers), sep=",")
endpoint_accuracy = accuracy_score(test_y, [round(num) for num in answered])

test_review = "Nothing but a kakakaka, kalolole!<br /><br />Dull, boring; the worst (and a waste)."
test_bow = vectorizer.transform([review_to_words(test_review)]).toarray()[0].tolist()
runtime = boto3.Session().client("sagemaker-runtime")
refusal = ""
try:
    runtime.invoke_endpoint(EndpointName=xgb_predictor.endpoint_name, ContentType="text/csv", Body=test_bow)
except ParamValidationError as error:  # which the notebook shows on purpose
    refusal = str(error)
response = runtime.invoke_endpoint(
    EndpointName=xgb_predictor.endpoint_name, ContentType="text/csv", Body=",".join([str(val) for val in test_bow]).encode("utf-8")
)
opinion = response["Body"].read().decode("utf-8")
xgb_predictor.delete_endpoint()

answer(
    shape=shape,
    fitted=fitted,
    batchAccuracy=batch_accuracy,
    endpointAccuracy=endpoint_accuracy,
    furthest=float(np.max(np.abs(transformed.squeeze().values - answered))),
    chunks=chunks,
    bytes=largest,
    refusal=refusal,
    opinion=opinion,
)
