"""Compares src/engine/python/recordio.py with what the SageMaker Python SDK writes, and mxnet_ndarray.py with MXNet's own bytes.

stdin: {"programs": folder of the modules under test, "frames": hex of a RecordIO file}
stdout: {"wrong": [what differs], "frames": [hex], "list": hex, "dict": hex}
"""

import io
import json
import os
import struct
import sys
import tempfile

import numpy
from google.protobuf.internal import encoder
from scipy import sparse

os.environ["SAGEMAKER_SUPPRESS_V2_WARNING"] = "1"
sys.stdout = sys.stderr  # where the SDK logs
from sagemaker.amazon.common import write_numpy_to_dense_tensor, write_spmatrix_to_sparse_tensor  # noqa: E402
from sagemaker.amazon.record_pb2 import Record  # noqa: E402

asked = json.load(sys.stdin)
sys.dont_write_bytecode = True
sys.path.insert(0, asked["programs"])
import mxnet_ndarray  # noqa: E402
import recordio  # noqa: E402

wrong = []


def same(title, found, rows, labels):
    features, got = found
    if sparse.issparse(features) != sparse.issparse(rows):
        wrong.append(f"{title}: sparse or not")
        return
    dense = [part.toarray() if sparse.issparse(part) else part for part in (features, rows)]
    if dense[0].dtype != numpy.float32 or not numpy.array_equal(dense[0], dense[1].astype(numpy.float32)):
        wrong.append(f"{title}: features")
    if (got is None) != (labels is None) or (labels is not None and not numpy.array_equal(got[:, 0], labels.astype(numpy.float32))):
        wrong.append(f"{title}: labels")


def written(write, *parts):
    buffer = io.BytesIO()
    write(buffer, *parts)
    return recordio.read_rows(buffer.getvalue())


random = numpy.random.default_rng(0)
for kind in ("float32", "float64", "int64"):  # the SDK writes the last as int32
    table = (random.normal(size=(40, 9)) * 1e5).astype(kind)
    matrix = sparse.random(50, 3000, 0.01, format="csr", random_state=1)
    matrix.data = (matrix.data * 1e5).astype(kind)
    for labels in (None, (random.normal(size=60) * 9).astype(kind)):
        rows = () if labels is None else (labels[:40],), () if labels is None else (labels[:50],)
        same(f"dense {kind}", written(write_numpy_to_dense_tensor, table, *rows[0]), table, labels if labels is None else labels[:40])
        same(f"sparse {kind}", written(write_spmatrix_to_sparse_tensor, matrix, *rows[1]), matrix, labels if labels is None else labels[:50])


def framed(payload):
    return struct.pack("<II", 0xCED7230A, len(payload)) + payload + bytes(-len(payload) % 4)


def unpacked(values):
    """A record whose floats stand one by one, as protobuf allows, between fields that do not count."""
    tensor = b"".join(encoder.TagBytes(1, 5) + struct.pack("<f", value) for value in values)
    value = encoder.TagBytes(2, 2) + bytes([len(tensor)]) + tensor
    entry = b"\x0a\x06values\x12" + bytes([len(value)]) + value
    return b"\x1a\x03uid" + b"\x0a" + bytes([len(entry)]) + entry + b"\x22\x01m"


same("unpacked", recordio.read_rows(framed(unpacked([1.5, -2])) + framed(unpacked([3, 4]))), numpy.array([[1.5, -2], [3, 4]]), None)

mixed, record = [], Record()
for keys in ([], [1, 3]):
    record.Clear()
    record.features["values"].float32_tensor.values.extend([2.0] * (len(keys) or 4))
    record.features["values"].float32_tensor.keys.extend(keys)
    mixed.append(framed(record.SerializeToString()))
same("dense beside sparse", recordio.read_rows(b"".join(mixed)), sparse.csr_matrix([[2, 2, 2, 2], [0, 2, 0, 2]]), None)

for title, data in {
    "other": b"1,2,3\n4,5,6\n" * 3,
    "cut": framed(unpacked([1, 2]))[:-5],
    "bytes": framed(b"\x0a\x0d\x0a\x06values\x12\x03\x4a\x01x"),
    "ragged": framed(unpacked([1])) + framed(unpacked([1, 2])),
    "random": framed(random.bytes(40)) + framed(random.bytes(41)),
}.items():
    try:
        recordio.read_rows(data)
        wrong.append(f"{title} is taken for records")
    except recordio.Malformed:
        pass

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "model")
    mxnet_ndarray.save(path, [numpy.arange(6).reshape(2, 3)])
    saved_list = open(path, "rb").read()
    mxnet_ndarray.save(path, {"s": numpy.array([1.0, 2.0]), "v": numpy.array([[1, 2], [3, 4]], order="F")})
    saved_dict = open(path, "rb").read()
# The saved bytes are MXNet's own, as the test says.
(loaded,), named = mxnet_ndarray.load(saved_list), mxnet_ndarray.load(saved_dict)
if loaded.tolist() != [[0, 1, 2], [3, 4, 5]] or {name: array.tolist() for name, array in named.items()} != {"s": [1, 2], "v": [[1, 2], [3, 4]]}:
    wrong.append("arrays that are loaded")
print(json.dumps({
    "wrong": wrong,
    "frames": [frame.hex() for frame in recordio.frames(bytes.fromhex(asked["frames"]))],
    "list": saved_list.hex(),
    "dict": saved_dict.hex(),
}), file=sys.__stdout__)
