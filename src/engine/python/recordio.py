"""Reads RecordIO files of protobuf records: the frames of MXNet's RecordIO, each around one aialgs.data.Record.

Frames: dmlc-core, include/dmlc/recordio.h. Records: the descriptor in the SageMaker Python SDK's sagemaker/amazon/record_pb2.py.
"""

import struct

import numpy

MAGIC = 0xCED7230A
WHOLE, FIRST, LAST = 0, 1, 3  # of a frame; between the parts of a record a magic number was taken out

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5  # protobuf's wire types
TENSORS = {2: "<f4", 3: "<f8", 7: None}  # the fields of Value: float32, float64 and int32 tensors
NOTHING = numpy.empty(0, numpy.float32)


class Malformed(ValueError):
    """What is wrong, as the end of a sentence."""


def frames(data):
    """The records of a RecordIO file, as bytes."""
    position, parts = 0, []
    while position < len(data):
        if len(data) - position < 8:
            raise Malformed(f"ends in the middle of a record, at byte {position}")
        magic, word = struct.unpack_from("<II", data, position)
        if magic != MAGIC:
            raise Malformed(f"has no RecordIO record at byte {position}")
        part, length = word >> 29, word & 0x1FFFFFFF
        start = position + 8
        position = start + (length + 3) // 4 * 4
        if start + length > len(data):
            raise Malformed(f"ends in the middle of a record, at byte {len(data)}")
        if (part in (WHOLE, FIRST)) == bool(parts):
            raise Malformed(f"has a record out of order at byte {start - 8}")
        parts.append(data[start : start + length])
        if part in (WHOLE, LAST):
            yield parts[0] if len(parts) == 1 else struct.pack("<I", MAGIC).join(parts)
            parts = []
    if parts:
        raise Malformed("ends in the middle of a record of several parts")


def decode_record(data):
    """(values, keys, length) of the features, and the labels. `keys` is None and `length` 0 where the row is dense.

    Features and labels are maps of which the key `values` counts.
    """
    features, labels = (NOTHING, None, 0), None
    for field, content in fields(data):
        if field not in (1, 2):
            continue
        entry = dict(fields(content))
        if entry.get(1, b"") != b"values":
            continue
        tensor = decode_value(entry.get(2, b""))
        if field == 1:
            features = tensor
        else:
            labels = tensor[0]
    return features, labels


def decode_value(data):
    for field, content in fields(data):
        if field in TENSORS:
            return decode_tensor(content, TENSORS[field])
        if field == 9:
            raise Malformed("holds bytes, such as images, instead of numbers")
    return NOTHING, None, 0


def decode_tensor(data, dtype):
    values, keys, shape = [], [], []
    for field, content in fields(data):
        if field == 1:
            values.append(integers(content).astype(numpy.int32) if dtype is None else numbers(content, dtype))
        elif field == 2:
            keys.append(integers(content))
        elif field == 3:
            shape.append(integers(content))
    row = values[0] if len(values) == 1 else numpy.concatenate(values) if values else NOTHING
    length = int(numpy.concatenate(shape)[-1]) if shape else 0
    if not keys and (values or length == 0):
        return row.astype(numpy.float32, copy=False), None, 0
    columns = numpy.concatenate(keys).astype(numpy.int64) if keys else numpy.empty(0, numpy.int64)
    if len(columns) != len(row):
        raise Malformed(f"has a record with {len(row)} values and {len(columns)} keys")
    return row.astype(numpy.float32, copy=False), columns, max(length, int(columns.max()) + 1 if len(columns) else 0)


def numbers(content, dtype):
    """Packed, or one of them."""
    check_octets(content)
    if len(content) % numpy.dtype(dtype).itemsize:
        raise Malformed("has a record whose values are cut off")
    return numpy.frombuffer(content, dtype)


def integers(content):
    """Packed varints, or a single one that was decoded already, as unsigned 64-bit numbers."""
    if isinstance(content, int):
        return numpy.array([content], numpy.uint64)
    octets = numpy.frombuffer(content, numpy.uint8)
    last = numpy.flatnonzero(octets < 0x80)
    if len(octets) and (len(last) == 0 or last[-1] != len(octets) - 1):
        raise Malformed("has a record whose numbers are cut off")
    if len(last) == len(octets):
        return octets.astype(numpy.uint64)
    first = numpy.concatenate(([0], last[:-1] + 1))
    place = numpy.arange(len(octets)) - numpy.repeat(first, last - first + 1)
    return numpy.add.reduceat((octets & 0x7F).astype(numpy.uint64) << (7 * place).astype(numpy.uint64), first)


def fields(data):
    """The fields of a protobuf message: (number, bytes), or (number, int) where it is a varint."""
    check_octets(data)
    position = 0
    while position < len(data):
        key, position = varint(data, position)
        kind = key & 7
        if kind == VARINT:
            value, position = varint(data, position)
            yield key >> 3, value
            continue
        if kind == BYTES:
            length, position = varint(data, position)
        elif kind in (FIXED64, FIXED32):
            length = 8 if kind == FIXED64 else 4
        else:
            raise Malformed("has a record that is no protobuf")
        if position + length > len(data):
            raise Malformed("has a record that is cut off or no protobuf")
        yield key >> 3, data[position : position + length]
        position += length


def check_octets(content):
    if isinstance(content, int):
        raise Malformed("has a record that is no protobuf")


def varint(data, position):
    value = shift = 0
    while position < len(data) and shift < 70:
        octet = data[position]
        position += 1
        value |= (octet & 0x7F) << shift
        if octet < 0x80:
            return value & 0xFFFFFFFFFFFFFFFF, position
        shift += 7
    raise Malformed("has a record that is cut off or no protobuf")


def read_request(data):
    """The same of a request's body, which may also be one record without a frame: a batch transform of SplitType RecordIO and BatchStrategy SingleRecord
    sends it so (API reference, TransformInput)."""
    if len(data) >= 4 and struct.unpack_from("<I", data)[0] != MAGIC:
        try:
            features, labels = decode_record(memoryview(data))
        except Malformed:
            features = NOTHING, None, 0
        if len(features[0]) or features[2]:
            return assemble([features]), None if labels is None else labels[None, :]
    return read_rows(data)  # which says where there is no frame


def read_rows(data):
    """All records of a file: a float32 array (rows × columns), or where a record is sparse a scipy CSR matrix; and the labels.

    Labels are rows × labels of a row, or None where the records have none. Raises Malformed.
    """
    uniform = read_uniform(data)
    if uniform is not None:
        return uniform
    rows, labels = [], []
    for number, record in enumerate(frames(memoryview(data)), 1):
        features, label = decode_record(record)
        rows.append(features)
        labels.append(NOTHING if label is None else label)
        if len(labels[-1]) != len(labels[0]):
            raise Malformed(f"has {len(labels[-1])} labels in record {number} and {len(labels[0])} in the first")
    found = numpy.stack(labels) if labels and len(labels[0]) else None
    return assemble(rows), found


def read_uniform(data):
    """The same of dense float32 records that differ in nothing but their numbers, as most files are: in one piece, or None."""
    if len(data) < 8:
        return None
    magic, length = struct.unpack_from("<II", data)
    stride = 8 + (length + 3) // 4 * 4
    if magic != MAGIC or len(data) % stride:
        return None
    whole = numpy.frombuffer(data, numpy.uint8)
    (features, keys, _), labels = decode_record(memoryview(data)[8 : 8 + length])
    found = [features] if labels is None else [features, labels]
    starts = [part.__array_interface__["data"][0] - whole.__array_interface__["data"][0] for part in found]
    if keys is not None or any(len(part) == 0 or not 0 <= start < stride for part, start in zip(found, starts)):
        return None  # an array of its own was made, of what is no float32
    table, same = whole.reshape(-1, stride), numpy.ones(stride, bool)
    for part, start in zip(found, starts):
        same[start : start + 4 * len(part)] = False
    same = numpy.flatnonzero(same)
    if (table[:, same] != table[0, same]).any():
        return None
    parts = [table[:, start : start + 4 * len(part)].copy().view("<f4") for part, start in zip(found, starts)]
    return parts[0], parts[1] if len(parts) == 2 else None


def assemble(rows):
    if all(keys is None for _, keys, _ in rows):
        widths = {len(values) for values, _, _ in rows}
        if len(widths) > 1:
            wrong = next(number for number, (values, _, _) in enumerate(rows, 1) if len(values) != len(rows[0][0]))
            raise Malformed(f"has {len(rows[wrong - 1][0])} features in record {wrong} and {len(rows[0][0])} in the first")
        return numpy.stack([values for values, _, _ in rows]) if rows else numpy.empty((0, 0), numpy.float32)
    from scipy import sparse

    columns = [numpy.arange(len(values)) if keys is None else keys for values, keys, _ in rows]
    width = max(len(values) if keys is None else length for values, keys, length in rows)
    ends = numpy.cumsum([0] + [len(part) for part in columns])
    values = numpy.concatenate([values for values, _, _ in rows])
    return sparse.csr_matrix((values, numpy.concatenate(columns), ends), shape=(len(rows), width))
