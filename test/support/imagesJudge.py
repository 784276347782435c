"""Answers questions [family, version, region, instance type] with the SageMaker Python SDK's own image URI, or null where it refuses."""

import functools
import json
import logging
import sys

logging.disable(logging.CRITICAL)
from sagemaker import image_uris, utils  # noqa: E402

# Both read the same files again at every question.
utils._botocore_resolver = functools.lru_cache(utils._botocore_resolver)
image_uris.config_for_framework = functools.lru_cache(image_uris.config_for_framework)


def uri(family, version, region, instance_type, python):
    try:
        return image_uris.retrieve(
            family, region, version=version, instance_type=instance_type, py_version=python, image_scope="training"
        )
    except Exception:  # whatever the SDK refuses with, it has no URI
        return None


json.dump([uri(*question) for question in json.load(sys.stdin)], sys.stdout)
