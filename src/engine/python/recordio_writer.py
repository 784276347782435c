"""Writes answers as RecordIO-protobuf: one frame and one aialgs.data.Record for each row, its values float32 tensors among the labels.

Frames: dmlc-core, include/dmlc/recordio.h. Records: the descriptor in the SageMaker Python SDK's sagemaker/amazon/record_pb2.py.
"""

import struct

import numpy

from recordio import MAGIC

FEW = 0x80  # numbers below it are one octet


def records(rows):
    """`rows`: for each a dict of a number or a list of numbers by name. @returns The bytes of the file."""
    return b"".join(framed(b"".join(label(name, value) for name, value in row.items())) for row in rows)


def framed(record):
    return struct.pack("<II", MAGIC, len(record)) + record + b"\0" * (-len(record) % 4)


def label(name, value):
    """An entry of the map `label`, which is field 2: a key, and a Value with a float32 tensor (field 2) of packed values (field 1)."""
    values = numpy.asarray(value, "<f4").ravel().tobytes()
    return field(2, field(1, name.encode("utf-8")) + field(2, field(2, field(1, values))))


def field(number, content):
    return bytes([number << 3 | 2]) + length(len(content)) + content


def length(value):
    octets = bytearray()
    while value >= FEW:
        octets.append(value & (FEW - 1) | FEW)
        value >>= 7
    return bytes(octets + bytes([value]))
