"""The members of sourcedir.tar.gz as the SageMaker Python SDK packs it, and of an archive of ours.

Reads {"script", "directory" | null, "archive"}; writes {"expected", "actual"}: name -> type, content, whether it can be run.
"""
import hashlib
import json
import os
import sys
import tarfile
import tempfile

os.environ["SAGEMAKER_SUPPRESS_V2_WARNING"] = "1"
answers, sys.stdout = sys.stdout, sys.stderr
from sagemaker import fw_utils, utils


def members(path):
    with tarfile.open(path) as tar:
        return {
            member.name: {
                "folder": member.isdir(),
                "content": hashlib.sha256(tar.extractfile(member).read()).hexdigest() if member.isfile() else "",
                "executable": member.isfile() and bool(member.mode & 0o100),
            }
            for member in tar
        }


asked = json.load(sys.stdin)
files = fw_utils._list_files_to_compress(asked["script"], asked["directory"])
with tempfile.TemporaryDirectory() as folder:
    packed = utils.create_tar_file(files, os.path.join(folder, "sourcedir.tar.gz"))
    answers.write(json.dumps({"expected": members(packed), "actual": members(asked["archive"])}))
