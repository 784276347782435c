"""Reads shapes of SageMaker's operations from stdin and prints what botocore's own validator has against each, and what boto3 and the AWS CLI call its operation."""

import json
import sys

import botocore.session
from botocore import xform_name
from botocore.validate import ParamValidator

model = botocore.session.get_session().get_service_model("sagemaker")


def judged(asked):
    operation = model.operation_model(asked["operation"])
    shape = operation.input_shape if asked["side"] == "input" else operation.output_shape
    report = ParamValidator().validate(asked["value"], shape)
    return {
        "problems": report.generate_report().splitlines(),
        "method": xform_name(operation.name),
        "command": xform_name(operation.name, "-"),
    }


print(json.dumps([judged(asked) for asked in json.load(sys.stdin)]))
