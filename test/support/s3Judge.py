"""Does with boto3 what people do with S3, and prints as JSON the list of what went wrong."""

import hashlib
import io
import json
import os
import re
import sys
import urllib.error
import urllib.request

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

given = json.load(sys.stdin)
problems = []


def client(service, **more):
    return boto3.client(
        service,
        endpoint_url=given["endpoint"],
        region_name="us-east-1",
        aws_access_key_id=given["accessKeyId"],
        aws_secret_access_key=given["secretAccessKey"],
        config=Config(retries={"max_attempts": 1}, **more),
    )


def check(what, actual, expected):
    if actual != expected:
        problems.append(f"{what}: {actual!r} instead of {expected!r}")


def error_of(what, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return f"{what} did not fail"


check("identity", client("sts").get_caller_identity()["Account"], "000000000000")

s3 = client("s3")
s3.create_bucket(Bucket="judge")
s3.head_bucket(Bucket="judge")
check("buckets", "judge" in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]], True)

for key in given["keys"]:
    s3.put_object(Bucket="judge", Key=key, Body=key.encode(), Metadata={"length": str(len(key))})
for key in given["keys"]:
    answer = s3.get_object(Bucket="judge", Key=key)
    check(key, answer["Body"].read(), key.encode())
    check(key, answer["Metadata"], {"length": str(len(key))})
expected = sorted(given["keys"], key=lambda key: key.encode())
for size in (7, 1000):
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket="judge", PaginationConfig={"PageSize": size})
    check(f"V2 by {size}", [found["Key"] for page in pages for found in page.get("Contents", [])], expected)
    pages = s3.get_paginator("list_objects").paginate(Bucket="judge", PaginationConfig={"PageSize": size})
    check(f"V1 by {size}", [found["Key"] for page in pages for found in page.get("Contents", [])], expected)
check("delete", s3.delete_objects(Bucket="judge", Delete={"Objects": [{"Key": key} for key in expected]}).get("Errors"), None)
check("empty", s3.list_objects_v2(Bucket="judge")["KeyCount"], 0)

content = os.urandom(12 * 1024 * 1024)
config = TransferConfig(multipart_threshold=5 * 1024 * 1024, multipart_chunksize=5 * 1024 * 1024)
s3.upload_fileobj(io.BytesIO(content), "judge", "large", Config=config, ExtraArgs={"ContentType": "text/csv"})
received = io.BytesIO()
s3.download_fileobj("judge", "large", received, Config=config)
check("large", received.getvalue() == content, True)
check("etag", s3.head_object(Bucket="judge", Key="large")["ETag"].endswith('-3"'), True)
check("content type", s3.head_object(Bucket="judge", Key="large")["ContentType"], "text/csv")

for algorithm in ("CRC32", "SHA1", "SHA256"):
    s3.put_object(Bucket="judge", Key=algorithm, Body=io.BytesIO(content), ChecksumAlgorithm=algorithm)
    answer = s3.get_object(Bucket="judge", Key=algorithm, ChecksumMode="ENABLED")
    check(algorithm, hashlib.sha256(answer["Body"].read()).digest(), hashlib.sha256(content).digest())
    check(algorithm, f"Checksum{algorithm}" in answer, True)

# The hash of the whole payload in the signature, in place of a trailing checksum.
signing = client("s3", s3={"payload_signing_enabled": True})
signing.put_object(Bucket="judge", Key="signed", Body=b"signed payload")
check("signed", s3.get_object(Bucket="judge", Key="signed")["Body"].read(), b"signed payload")
check("range", s3.get_object(Bucket="judge", Key="signed", Range="bytes=2-4")["Body"].read(), b"gne")
s3.copy_object(Bucket="judge", Key="copy", CopySource={"Bucket": "judge", "Key": "signed"})
check("copy", s3.get_object(Bucket="judge", Key="copy")["Body"].read(), b"signed payload")

check("no key", error_of("get", s3.get_object, Bucket="judge", Key="none"), "NoSuchKey")
check("no bucket", error_of("list", s3.list_objects_v2, Bucket="none"), "NoSuchBucket")
check("range", error_of("range", s3.get_object, Bucket="judge", Key="copy", Range="bytes=99-"), "InvalidRange")
check("not empty", error_of("delete", s3.delete_bucket, Bucket="judge"), "BucketNotEmpty")
check("tampered", error_of("md5", s3.put_object, Bucket="judge", Key="x", Body=b"x", ContentMD5="AAAAAAAAAAAAAAAAAAAAAA=="), "BadDigest")



def asked(url, method="GET", body=None, **headers):
    """The answer's body, or the status that it is refused with."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers, method=method)) as answer:
            return answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code


url = client("s3", signature_version="s3v4").generate_presigned_url("get_object", Params={"Bucket": "judge", "Key": "copy"})
check("presigned", asked(url), b"signed payload")

# Version 2, which boto3 and the AWS CLI make unless they are told otherwise.
presigned = client("s3").generate_presigned_url
copy = {"Bucket": "judge", "Key": "copy"}
url = presigned("get_object", Params={**copy, "ResponseContentType": "text/x-mine"})
check("version 2", ["AWSAccessKeyId=" in url, asked(url)], [True, b"signed payload"])
check("version 2, another object", asked(url.replace("/copy?", "/signed?")), 403)
check("version 2, another method", asked(url, "DELETE"), 403)
check("version 2, another header", asked(url, **{"x-amz-meta-more": "1"}), 403)
check("version 2, another type", asked(url.replace("x-mine", "x-yours")), 403)
check("version 2, a later end", asked(re.sub(r"Expires=(\d+)", "Expires=9\\1", url)), 403)
check("version 2, expired", asked(presigned("get_object", Params=copy, ExpiresIn=-5)), 403)
odd = {"Bucket": "judge", "Key": "odd key/ü+%"}
check("version 2, put", asked(presigned("put_object", Params={**odd, "ContentType": "text/x-mine"}), "PUT", b"by url", **{"Content-Type": "text/x-mine"}), b"")
check("version 2, put", s3.get_object(**odd)["ContentType"], "text/x-mine")
check("version 2, an odd key", asked(presigned("get_object", Params=odd)), b"by url")
check("version 2, a sub-resource", b"<LocationConstraint" in asked(presigned("get_bucket_location", Params={"Bucket": "judge"})), True)

role = client("sts").assume_role(RoleArn="arn:aws:iam::000000000000:role/DeveloperLocal", RoleSessionName="judge")["Credentials"]
session = dict(zip(["aws_access_key_id", "aws_secret_access_key", "aws_session_token"], [role["AccessKeyId"], role["SecretAccessKey"], role["SessionToken"]]))
assumed = boto3.client("s3", endpoint_url=given["endpoint"], region_name="us-east-1", **session)
check("version 2, of a role", asked(assumed.generate_presigned_url("get_object", Params=copy)), b"signed payload")

json.dump(problems, sys.stdout)
