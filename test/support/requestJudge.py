"""Reads a CreateTrainingJob request from stdin and prints what botocore's own validator has against it."""

import json
import sys

import botocore.session
from botocore.validate import ParamValidator

model = botocore.session.get_session().get_service_model("sagemaker")
shape = model.operation_model("CreateTrainingJob").input_shape
report = ParamValidator().validate(json.load(sys.stdin), shape)
print(json.dumps(report.generate_report().splitlines()))
