# SPDX-License-Identifier: MIT
"""Arrow data made with ctypes, which counts how often it was released."""

import array
import ctypes

FORMATS = {"b": b"c", "B": b"C", "h": b"s", "H": b"S", "i": b"i", "I": b"I", "q": b"l", "Q": b"L", "f": b"f", "d": b"g"}


class Schema(ctypes.Structure):
    pass


class Array(ctypes.Structure):
    pass


class Stream(ctypes.Structure):
    pass


RELEASE_SCHEMA = ctypes.CFUNCTYPE(None, ctypes.POINTER(Schema))
RELEASE_ARRAY = ctypes.CFUNCTYPE(None, ctypes.POINTER(Array))
RELEASE_STREAM = ctypes.CFUNCTYPE(None, ctypes.POINTER(Stream))
GET_SCHEMA = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(Stream), ctypes.POINTER(Schema))
GET_NEXT = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(Stream), ctypes.POINTER(Array))
LAST_ERROR = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.POINTER(Stream))
DESTRUCTOR = ctypes.CFUNCTYPE(None, ctypes.c_void_p)

Schema._fields_ = [
    ("format", ctypes.c_char_p), ("name", ctypes.c_char_p), ("metadata", ctypes.c_char_p), ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64), ("children", ctypes.POINTER(ctypes.POINTER(Schema))),
    ("dictionary", ctypes.POINTER(Schema)), ("release", RELEASE_SCHEMA), ("private_data", ctypes.c_void_p),
]  # fmt: skip
Array._fields_ = [
    ("length", ctypes.c_int64), ("null_count", ctypes.c_int64), ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64), ("n_children", ctypes.c_int64), ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(Array))), ("dictionary", ctypes.POINTER(Array)),
    ("release", RELEASE_ARRAY), ("private_data", ctypes.c_void_p),
]  # fmt: skip
Stream._fields_ = [
    ("get_schema", GET_SCHEMA), ("get_next", GET_NEXT), ("get_last_error", LAST_ERROR), ("release", RELEASE_STREAM),
    ("private_data", ctypes.c_void_p),
]  # fmt: skip

_new_capsule = ctypes.pythonapi.PyCapsule_New
_new_capsule.restype = ctypes.py_object
_new_capsule.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]


_hold = ctypes.pythonapi.Py_IncRef
_hold.argtypes = [ctypes.py_object]
_hold.restype = None


@RELEASE_SCHEMA
def _release_schema(schema):
    schema[0].release = RELEASE_SCHEMA()


@RELEASE_ARRAY
def _release_array(array):
    array[0].release = RELEASE_ARRAY()


class Column:
    """Numbers or texts, None for null, after `offset` values that are not part of the column."""

    def __init__(self, values, code="q", name="answer", offset=0, format=None):
        self.kept = []
        self.released = 0
        nulls = sum((value is not None) << bit for bit, value in enumerate(values, offset))
        bitmap = nulls.to_bytes((len(values) + offset) // 8 + 1, "little")
        if code == "u":
            texts = [(value or "").encode() for value in values]
            starts = [sum(map(len, texts[:i])) for i in range(len(texts) + 1)]
            buffers = [bitmap, array.array("i", [0] * offset + starts).tobytes(), b"".join(texts) or b"\0"]
        else:
            numbers = [1] * offset + [value or 0 for value in values]
            buffers = [bitmap, array.array(code, numbers).tobytes() or b"\0"]
        held = [ctypes.create_string_buffer(buffer, len(buffer)) for buffer in buffers]
        pointers = (ctypes.c_void_p * len(held))(*map(ctypes.addressof, held))
        form = format or (b"u" if code == "u" else FORMATS[code])
        self.schema = Schema(form, name.encode(), None, 2, 0, None, None, _release_schema, None)
        self.array = Array(len(values), -1, offset, len(held), 0, pointers, None, None, _release_array, None)
        self.kept += [held, pointers]

    def capsule(self, struct, name):
        """A capsule whose destructor counts; the struct lives as long as this object."""

        def release(_):
            self.released += 1

        destructor = DESTRUCTOR(release)
        # Never released: a capsule may live until the interpreter ends.
        _hold(destructor)
        return _new_capsule(ctypes.addressof(struct), name, ctypes.cast(destructor, ctypes.c_void_p))

    def __arrow_c_array__(self, requested_schema=None):
        return self.capsule(self.schema, b"arrow_schema"), self.capsule(self.array, b"arrow_array")


class Table(Column):
    """A struct of columns."""

    def __init__(self, *columns):
        n, length = len(columns), columns[0].array.length
        schemas = (ctypes.POINTER(Schema) * n)(*(ctypes.pointer(column.schema) for column in columns))
        arrays = (ctypes.POINTER(Array) * n)(*(ctypes.pointer(column.array) for column in columns))
        buffers = (ctypes.c_void_p * 1)(None)
        self.kept, self.released = [columns, schemas, arrays, buffers], 0
        self.schema = Schema(b"+s", b"", None, 0, n, schemas, None, _release_schema, None)
        self.array = Array(length, 0, 0, 1, n, buffers, arrays, None, _release_array, None)


class Chunks:
    """A stream of columns of one type, which may break before its end."""

    def __init__(self, *columns, error=None):
        self.columns, self.error, self.kept, self.released = columns, error, [], 0

    def __arrow_c_stream__(self, requested_schema=None):
        left = list(self.columns)

        def get_schema(stream, out):
            ctypes.memmove(out, ctypes.byref(self.columns[0].schema), ctypes.sizeof(Schema))
            return 0

        def get_next(stream, out):
            if not left and self.error:
                return 5
            if not left:
                out[0].release = RELEASE_ARRAY()
                return 0
            ctypes.memmove(out, ctypes.byref(left.pop(0).array), ctypes.sizeof(Array))
            return 0

        message = ctypes.create_string_buffer(self.error or b"")

        @RELEASE_STREAM
        def release(stream):
            stream[0].release = RELEASE_STREAM()

        stream = Stream(
            GET_SCHEMA(get_schema), GET_NEXT(get_next), LAST_ERROR(lambda _: ctypes.addressof(message)), release, None
        )
        self.kept += [stream, message, release]
        return Column.capsule(self, stream, b"arrow_array_stream")
