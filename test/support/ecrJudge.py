"""Makes a repository, pushes to it as Docker does, looks the images up and deletes them, with boto3 and the registry's own HTTP API."""

import base64
import hashlib
import json
import sys

import boto3
import requests
from botocore.exceptions import ClientError

given = json.load(sys.stdin)
ecr = boto3.client("ecr")
answer = {}


def refusal(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return [error.response["Error"]["Code"], error.response["Error"]["Message"]]


repository = ecr.create_repository(repositoryName="team/my_model", tags=[{"Key": "a", "Value": "b"}], imageTagMutability="IMMUTABLE")["repository"]
ecr.create_repository(repositoryName="another")
answer["repository"] = {name: repository[name] for name in ("repositoryUri", "repositoryArn", "imageTagMutability", "registryId")}
answer["createdAt"] = repository["createdAt"].timestamp()
answer["tags"] = ecr.list_tags_for_resource(resourceArn=repository["repositoryArn"])["tags"]
answer["twice"] = refusal(ecr.create_repository, repositoryName="another")
answer["no name"] = refusal(ecr.create_repository, repositoryName="Capitals/are/none")
answer["pages"] = [page["repositories"][0]["repositoryName"] for page in ecr.get_paginator("describe_repositories").paginate(PaginationConfig={"PageSize": 1})]

login = ecr.get_authorization_token()["authorizationData"][0]
answer["user"] = base64.b64decode(login["authorizationToken"]).decode().split(":")[0]
host, name = repository["repositoryUri"].split("/", 1)
registry = requests.Session()
registry.auth = tuple(base64.b64decode(login["authorizationToken"]).decode().split(":", 1))


def blob(content):
    digest = "sha256:" + hashlib.sha256(content).hexdigest()
    upload = registry.post(f"{login['proxyEndpoint']}/v2/{name}/blobs/uploads/")
    upload.raise_for_status()
    registry.put(upload.headers["Location"], params={"digest": digest}, data=content, headers={"Content-Type": "application/octet-stream"}).raise_for_status()
    return {"digest": digest, "size": len(content)}


def push(tags, layer):
    docker = "application/vnd.docker.distribution.manifest.v2+json"
    config = json.dumps({"created": "2026-01-02T03:04:05Z", "architecture": "amd64", "os": "linux", "rootfs": {"type": "layers", "diff_ids": []}}).encode()
    manifest = json.dumps({
        "schemaVersion": 2,
        "mediaType": docker,
        "config": {"mediaType": "application/vnd.docker.container.image.v1+json", **blob(config)},
        "layers": [{"mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip", **blob(layer)}],
    })
    for tag in tags:
        put = registry.put(f"{login['proxyEndpoint']}/v2/{name}/manifests/{tag}", data=manifest, headers={"Content-Type": docker})
        put.raise_for_status()
    return put.headers["Docker-Content-Digest"], len(config) + len(layer)


answer["before"] = ecr.list_images(repositoryName=name)["imageIds"]
first, first_size = push(["1", "latest"], b"a layer" * 100)
second, _ = push(["2"], b"another layer")
answer["images"] = ecr.list_images(repositoryName=name)["imageIds"] == [
    {"imageDigest": first, "imageTag": "1"},
    {"imageDigest": second, "imageTag": "2"},
    {"imageDigest": first, "imageTag": "latest"},
]
answer["image pages"] = [image["imageTag"] for page in ecr.get_paginator("list_images").paginate(repositoryName=name, PaginationConfig={"PageSize": 2}) for image in page["imageIds"]]
described = {image["imageDigest"]: image for image in ecr.describe_images(repositoryName=name)["imageDetails"]}
answer["described"] = {
    "count": len(described),
    "tags": described[first]["imageTags"],
    "size": described[first]["imageSizeInBytes"] == first_size,
    "pushed": described[first]["imagePushedAt"].timestamp(),
    "type": described[first]["imageManifestMediaType"],
}
answer["by tag"] = ecr.describe_images(repositoryName=name, imageIds=[{"imageTag": "2"}])["imageDetails"][0]["imageDigest"] == second
answer["by digest"] = ecr.describe_images(repositoryName=name, imageIds=[{"imageDigest": first}])["imageDetails"][0]["imageTags"]
answer["no image"] = refusal(ecr.describe_images, repositoryName=name, imageIds=[{"imageTag": "3"}])
answer["a way out"] = refusal(ecr.describe_images, repositoryName=name, imageIds=[{"imageTag": "../../another/manifests/1"}])
answer["no repository"] = refusal(ecr.list_images, repositoryName="nothing")
answer["other registry"] = refusal(ecr.describe_repositories, repositoryNames=["another"], registryId="123456789012")
answer["not empty"] = refusal(ecr.delete_repository, repositoryName=name)
ecr.delete_repository(repositoryName=name, force=True)
answer["left"] = registry.get(f"{login['proxyEndpoint']}/v2/{name}/tags/list").json()["tags"]
answer["repositories"] = [repository["repositoryName"] for repository in ecr.describe_repositories()["repositories"]]
print(json.dumps(answer))
