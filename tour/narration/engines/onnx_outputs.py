"""Inner tensors of an ONNX model made visible, without the package that writes ONNX files.

Messages of protocol buffers that follow each other are merged and repeated fields are added up, so
a graph that holds only an output, put after a model, adds that output (field numbers: onnx.proto3).
"""

from collections.abc import Iterator

_SHORT = 128
_VARINT, _FIXED64, _LENGTH, _FIXED32 = 0, 1, 2, 5


def also_give(tensor: str) -> bytes:
    """Bytes that, put after an ONNX file, make an inner tensor one more output."""
    value = _field(1, tensor.encode())  # ValueInfoProto.name
    return _field(7, _field(12, value))  # ModelProto.graph, GraphProto.output


def only_output_of(model: bytes, operation: str) -> str | None:
    """The output of the one node with this operation; ``None`` unless there is exactly one."""
    found = []
    for graph in _values(memoryview(model), 7):  # ModelProto.graph
        for node in _values(graph, 1):  # GraphProto.node
            kinds = [bytes(kind).decode() for kind in _values(node, 4)]  # NodeProto.op_type
            if kinds == [operation]:
                found += [bytes(name).decode() for name in _values(node, 2)]  # NodeProto.output
    return found[0] if len(found) == 1 else None


def _field(number: int, payload: bytes) -> bytes:
    if number >= 16 or len(payload) >= _SHORT:  # noqa: PLR2004 - one byte each for tag and length
        raise ValueError("Only short fields are written.")
    return bytes([number << 3 | _LENGTH, len(payload)]) + payload


def _values(message: memoryview, wanted: int) -> Iterator[memoryview]:
    """The contents of every field of a message with this number that has a length."""
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        number, kind = tag >> 3, tag & 7
        if kind == _LENGTH:
            size, at = _varint(message, at)
            if number == wanted:
                yield message[at : at + size]
            at += size
        elif kind == _VARINT:
            _, at = _varint(message, at)
        elif kind in {_FIXED64, _FIXED32}:
            at += 8 if kind == _FIXED64 else 4
        else:
            raise ValueError("This is no ONNX model.")


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where it ends."""
    value = shift = 0
    while True:
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < _SHORT:
            return value, at
        shift += 7
