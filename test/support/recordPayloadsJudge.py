"""Writes records with the SageMaker Python SDK, and reads with it what our writer wrote.

stdin: {"columns": of a row, "written": hex of a RecordIO file}
stdout: {"payloads": {title: {"file": hex, "rows": [[cell, null where there is none]]}}, "malformed": {title: hex}, "read": [{name: values}]}
"""

import io
import json
import os
import struct
import sys

import numpy
from scipy import sparse

os.environ["SAGEMAKER_SUPPRESS_V2_WARNING"] = "1"
answers, sys.stdout = sys.stdout, sys.stderr  # where the SDK logs
from sagemaker.amazon.common import write_numpy_to_dense_tensor, write_spmatrix_to_sparse_tensor  # noqa: E402
from sagemaker.amazon.record_pb2 import Record  # noqa: E402
from sagemaker.deserializers import RecordDeserializer  # noqa: E402

asked = json.load(sys.stdin)
random = numpy.random.default_rng(5)
table = (random.normal(size=(6, asked["columns"])) * 300).astype("float32")
table[random.random(table.shape) < 0.4] = 0
some = numpy.where(table == 0, None, table.astype(object))
payloads = {}


def framed(record):
    return struct.pack("<II", 0xCED7230A, len(record)) + record + bytes(-len(record) % 4)


def add(title, write, given, rows, **labels):
    buffer = io.BytesIO()
    write(buffer, given, **labels)
    payloads[title] = {"file": buffer.getvalue().hex(), "rows": rows.tolist()}


add("dense", write_numpy_to_dense_tensor, table, table)
add("labelled", write_numpy_to_dense_tensor, table, table, labels=table[:, 0])
add("doubles", write_numpy_to_dense_tensor, table.astype("float64"), table)
add("integers", write_numpy_to_dense_tensor, table.astype("int64"), table.astype("int64"))
add("sparse", write_spmatrix_to_sparse_tensor, sparse.csr_matrix(table), some)
add("sparse integers", write_spmatrix_to_sparse_tensor, sparse.csr_matrix(table.astype("int64")), numpy.where(table.astype("int64") == 0, None, table.astype("int64")))
payloads["mixed"] = {
    "file": payloads["dense"]["file"] + payloads["sparse"]["file"],
    "rows": payloads["dense"]["rows"] + payloads["sparse"]["rows"],
}

odd = Record()
odd.features["values"].float32_tensor.values.extend([1, 2])
odd.features["values"].float32_tensor.keys.extend([1])
unequal = odd.SerializeToString()
odd.Clear()
odd.features["values"].bytes.value.append(b"picture")
dense = bytes.fromhex(payloads["dense"]["file"])
malformed = {
    "text": b"no records at all",
    "cut": dense[:-9],
    "head": dense + dense[:5],
    "unequal": framed(unequal),
    "picture": framed(odd.SerializeToString()),
    "no protobuf": framed(b"\x0b\xff\xff"),
    "number for a map": framed(b"\x08\x01"),
    "number for a tensor": framed(b"\x0a\x0a\x0a\x06values\x10\x01"),
    "no length": framed(b"\x0a\xff"),
    "too long": framed(b"\x0a\x7f"),
    "ragged": dense + framed(b""),
    "order": struct.pack("<II", 0xCED7230A, 3 << 29),
    "first only": struct.pack("<II", 0xCED7230A, 1 << 29),
}

read = RecordDeserializer().deserialize(io.BytesIO(bytes.fromhex(asked["written"])), "")
values = [{name: list(tensor.float32_tensor.values) for name, tensor in record.label.items()} for record in read]
malformed = {title: data.hex() for title, data in malformed.items()}
json.dump({"payloads": payloads, "malformed": malformed, "read": values}, answers)
