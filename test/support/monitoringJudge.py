"""boto3 in each of CloudWatch's protocols beside one another: stdin is {endpoint, region, protocol, job}, stdout what it sees."""

import datetime
import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

given = json.load(sys.stdin)
session = boto3.Session(
    aws_access_key_id=given["accessKeyId"], aws_secret_access_key=given["secretAccessKey"], region_name=given["region"]
)
# botocore has an order of its own among the protocols of a service: it is left one only.
loader = session._session.get_component("data_loader")
model = loader.load_service_model("cloudwatch", "service-2")
model["metadata"].update(protocol=given["protocol"], protocols=[given["protocol"]])
cloudwatch = session.client("cloudwatch", endpoint_url=given["endpoint"], config=Config(retries={"total_max_attempts": 1}))

now = datetime.datetime.now(datetime.timezone.utc)
dimensions = [{"Name": "TrainingJobName", "Value": given["job"]}]
source = {"Namespace": "/aws/sagemaker/TrainingJobs", "MetricName": "validation:rmse", "Dimensions": dimensions}
day = datetime.timedelta(days=1)


def refusal(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return [error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]]
    return None


points = cloudwatch.get_metric_statistics(
    **source, StartTime=now - day, EndTime=now + day, Period=3600, Statistics=["Average", "SampleCount", "Minimum", "Maximum"]
)
data = cloudwatch.get_metric_data(
    StartTime=now - day,
    EndTime=now + day,
    MetricDataQueries=[{"Id": "m1", "MetricStat": {"Metric": source, "Period": 60, "Stat": "SampleCount"}}],
)
listed = cloudwatch.list_metrics(Namespace="/aws/sagemaker/TrainingJobs", Dimensions=dimensions)
cloudwatch.put_metric_data(
    Namespace=f"Mine/{given['protocol']}", MetricData=[{"MetricName": "loss", "Value": value, "Timestamp": now} for value in (1.5, 0.5)]
)
mine = cloudwatch.get_metric_statistics(
    Namespace=f"Mine/{given['protocol']}", MetricName="loss", StartTime=now - day, EndTime=now + day, Period=86400, Statistics=["Sum"]
)
# 1 + 1 and so on are whole numbers, and doubles all the same.
for value in [point["SampleCount"] for point in points["Datapoints"]] + data["MetricDataResults"][0]["Values"] + [point["Sum"] for point in mine["Datapoints"]]:
    assert isinstance(value, float), (given["protocol"], value)
print(
    json.dumps(
        {
            "protocol": cloudwatch.meta.service_model.resolved_protocol,
            "label": points["Label"],
            "samples": sum(point["SampleCount"] for point in points["Datapoints"]),
            "minimum": min((point["Minimum"] for point in points["Datapoints"]), default=None),
            "maximum": max((point["Maximum"] for point in points["Datapoints"]), default=None),
            "recent": [abs((point["Timestamp"] - now).total_seconds()) < 7200 for point in points["Datapoints"]],
            "values": sum(data["MetricDataResults"][0]["Values"]),
            "metrics": sorted(metric["MetricName"] for metric in listed["Metrics"]),
            "sum": [point["Sum"] for point in mine["Datapoints"]],
            "refused": refusal(
                cloudwatch.get_metric_statistics, **source, StartTime=now + day, EndTime=now, Period=60, Statistics=["Sum"]
            ),
            "tooMany": refusal(
                cloudwatch.get_metric_statistics, **source, StartTime=now - day, EndTime=now, Period=1, Statistics=["Sum"]
            ),
        }
    )
)
