"""Hosting as a person does it with the SageMaker Python SDK and built-in XGBoost: deployed, asked in several formats, updated, compared with another model
behind the same name, weighed, transformed with, and deleted.

Reads {"train", "validation": CSV files, "role", "rows": as many lists of features}; everything else comes from the environment. Writes what the SDK saw.
"""
from notebook import answer, given

import io
from collections import Counter

import numpy as np
from botocore.exceptions import ClientError

import sagemaker
from sagemaker.deserializers import CSVDeserializer, JSONDeserializer
from sagemaker.inputs import TrainingInput
from sagemaker.model import Model
from sagemaker.predictor import Predictor
from sagemaker.serializers import CSVSerializer, LibSVMSerializer
from sagemaker.session import production_variant

session = sagemaker.Session()
client = session.sagemaker_client
role = session.expand_role(given["role"])
image = sagemaker.image_uris.retrieve("xgboost", session.boto_region_name, "1.7-1")
rows = np.array(given["rows"])
channels = {name: TrainingInput(session.upload_data(given[name], key_prefix=name), content_type="text/csv") for name in ("train", "validation")}
instance = "ml.m5.large"


def trained(name, **hyperparameters):
    estimator = sagemaker.estimator.Estimator(image, role, instance_count=1, instance_type=instance, base_job_name=name, sagemaker_session=session)
    estimator.set_hyperparameters(objective="reg:squarederror", **hyperparameters)
    estimator.fit(channels, logs=False)
    return estimator


def numbers(answered):
    return [float(cell) for row in answered for cell in row]


def refused(call):
    try:
        call()
    except ClientError as error:
        return {"code": error.response["Error"]["Code"], "message": error.response["Error"]["Message"], **{
            key: value for key, value in error.response.items() if key.startswith("Original")
        }}  # fmt: skip


def described(endpoint):
    found = client.describe_endpoint(EndpointName=endpoint)
    return {
        "status": found["EndpointStatus"],
        "config": found["EndpointConfigName"],
        "variants": {each["VariantName"]: [each["CurrentWeight"], each["CurrentInstanceCount"]] for each in found["ProductionVariants"]},
    }


shallow = trained("shallow", num_round=5, max_depth=2)
deep = trained("deep", num_round=60, max_depth=6)

tags = [{"Key": "Team", "Value": "pricing"}]
predictor = shallow.deploy(1, instance, endpoint_name="prices", serializer=CSVSerializer(), deserializer=CSVDeserializer(), tags=tags)
by_shallow = numbers(predictor.predict(rows))
as_json = Predictor("prices", session, CSVSerializer(), JSONDeserializer()).predict(rows)
libsvm = "\n".join(" ".join(f"{at}:{value}" for at, value in enumerate(row)) for row in rows)
by_libsvm = numbers(Predictor("prices", session, LibSVMSerializer(), CSVDeserializer()).predict(libsvm))
found_tags = session.list_tags(client.describe_endpoint(EndpointName="prices")["EndpointArn"])
refusals = [
    refused(lambda: predictor.predict("1,2,3")),
    refused(lambda: predictor.predict(rows, initial_args={"ContentType": "image/png"})),
    refused(lambda: predictor.predict(rows, initial_args={"Accept": "image/png"})),
    refused(lambda: predictor.predict(rows, target_variant="Missing")),
    refused(lambda: Predictor("nowhere", session, CSVSerializer()).predict(rows)),
]

deep_model = Model(image, deep.model_data, role, name="deep-model", sagemaker_session=session)
deep_model.create(instance_type=instance)
predictor.update_endpoint(initial_instance_count=2, instance_type=instance, model_name="deep-model")
by_deep = numbers(predictor.predict(rows))
updated = described("prices")

shallow_model = shallow.create_model(name="shallow-model")
shallow_model.create(instance_type=instance)
session.endpoint_from_production_variants(
    "compared",
    [
        production_variant("shallow-model", instance, variant_name="Shallow", initial_weight=3),
        production_variant("deep-model", instance, variant_name="Deep", initial_weight=1),
    ],
)
compared = Predictor("compared", session, CSVSerializer(), CSVDeserializer())
targeted = {name: numbers(compared.predict(rows, target_variant=name)) for name in ("Shallow", "Deep")}
body = CSVSerializer().serialize(rows[:1])


def split(count):
    answers = [session.sagemaker_runtime_client.invoke_endpoint(EndpointName="compared", ContentType="text/csv", Body=body) for _ in range(count)]
    return dict(Counter(each["InvokedProductionVariant"] for each in answers))


before = split(400)
client.update_endpoint_weights_and_capacities(
    EndpointName="compared",
    DesiredWeightsAndCapacities=[
        {"VariantName": "Shallow", "DesiredWeight": 0},
        {"VariantName": "Deep", "DesiredWeight": 1, "DesiredInstanceCount": 2},
    ],
)
session.wait_for_endpoint("compared", poll=1)
after = split(40)
weighed = described("compared")

transformer = deep_model.transformer(
    1, instance, strategy="SingleRecord", assemble_with="Line", accept="text/csv", output_path=f"s3://{session.default_bucket()}/batch"
)
rows_uri = session.upload_string_as_file_body(
    "\n".join(",".join(map(str, row)) for row in rows), session.default_bucket(), "rows/rows.csv"
)
transformer.transform(
    rows_uri,
    content_type="text/csv",
    split_type="Line",
    input_filter="$[0:]",
    join_source="Input",
    output_filter="$[0,-1]",
    wait=False,
)
session.wait_for_transform_job(transformer.latest_transform_job.name, poll=1)
joined = io.BytesIO()
session.boto_session.client("s3").download_fileobj(session.default_bucket(), "batch/rows.csv.out", joined)

predictor.delete_model()
predictor.delete_endpoint()
compared.delete_endpoint(delete_endpoint_config=False)
client.get_waiter("endpoint_deleted").wait(EndpointName="prices", WaiterConfig={"Delay": 1})
answer(
    byShallow=by_shallow,
    byDeep=by_deep,
    asJson=as_json,
    byLibsvm=by_libsvm,
    tags=found_tags,
    refusals=refusals,
    updated=updated,
    targeted=targeted,
    before=before,
    after=after,
    weighed=weighed,
    joined=joined.getvalue().decode(),
    gone=[refused(lambda: client.describe_endpoint(EndpointName="prices")), refused(lambda: client.describe_model(ModelName="deep-model"))],
    configs=[each["EndpointConfigName"] for each in client.list_endpoint_configs()["EndpointConfigs"]],
)
