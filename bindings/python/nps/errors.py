# SPDX-License-Identifier: MIT
"""One exception class per status, and beside NpsError the built-in one that fits.

A new status needs one line here; its text comes from the C library.
"""

from . import raw
from .error import NpsError


class NullError(NpsError, ValueError, status=raw.NPS_ERROR_NULL): ...


class SizeError(NpsError, ValueError, status=raw.NPS_ERROR_SIZE): ...


class EmptyError(NpsError, ValueError, status=raw.NPS_ERROR_EMPTY): ...


class CountOverflowError(NpsError, OverflowError, status=raw.NPS_ERROR_OVERFLOW): ...


class CountUnderflowError(NpsError, ValueError, status=raw.NPS_ERROR_UNDERFLOW): ...


class ScaleError(NpsError, ValueError, status=raw.NPS_ERROR_SCALE): ...


class OutsideError(NpsError, ValueError, status=raw.NPS_ERROR_OUTSIDE): ...


class MethodError(NpsError, ValueError, status=raw.NPS_ERROR_METHOD): ...


class UnavailableError(NpsError, NotImplementedError, status=raw.NPS_ERROR_UNAVAILABLE): ...


class LevelError(NpsError, ValueError, status=raw.NPS_ERROR_LEVEL): ...


class AlternativeError(NpsError, ValueError, status=raw.NPS_ERROR_ALTERNATIVE): ...


class ReferenceScoreError(NpsError, ValueError, status=raw.NPS_ERROR_REFERENCE): ...


class ColumnError(NpsError, TypeError, status=raw.NPS_ERROR_COLUMN): ...


class OutOfMemoryError(NpsError, MemoryError, status=raw.NPS_ERROR_MEMORY): ...


class KeyTypeError(NpsError, TypeError, status=raw.NPS_ERROR_KEY): ...


class NotFoundError(NpsError, KeyError, status=raw.NPS_ERROR_NOT_FOUND): ...


class EntropyError(NpsError, OSError, status=raw.NPS_ERROR_ENTROPY): ...


class SpaceError(NpsError, ValueError, status=raw.NPS_ERROR_SPACE): ...


class FormatError(NpsError, ValueError, status=raw.NPS_ERROR_FORMAT): ...


class VersionError(NpsError, ValueError, status=raw.NPS_ERROR_VERSION): ...


class ChecksumError(NpsError, ValueError, status=raw.NPS_ERROR_CHECKSUM): ...


class TooManyError(NpsError, ValueError, status=raw.NPS_ERROR_TOO_MANY): ...


class WorkspaceError(NpsError, ValueError, status=raw.NPS_ERROR_WORKSPACE): ...
