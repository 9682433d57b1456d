# SPDX-License-Identifier: MIT
"""The words of a report in several languages."""

from __future__ import annotations

import re
from itertools import count, takewhile
from typing import Dict, Tuple

from . import _raw as raw
from ._documentation import documented
from ._methods import refused
from ._shown import short
from .errors import MethodError

_UNKNOWN = raw.nps_language_string(-1)
LANGUAGES: Tuple[str, ...] = tuple(takewhile(lambda code: code != _UNKNOWN, map(raw.nps_language_string, count())))
"""The codes of all languages: English, Lithuanian, Chinese, Russian, Filipino and Polish."""

_PREFIX = "NPS_LABEL_"
_LABELS: Dict[str, int] = {
    name[len(_PREFIX) :].lower(): number
    for name, number in vars(raw).items()
    if name.startswith(_PREFIX) and name != f"{_PREFIX}END"
}
_NUMBERS: Dict[str, int] = {code: number for number, code in enumerate(LANGUAGES)}
_NUMBERS.update(
    (name[len("NPS_LANGUAGE_") :].lower(), number)
    for name, number in vars(raw).items()
    if name.startswith("NPS_LANGUAGE_") and name != "NPS_LANGUAGE_END"
)
_NUMBERS["tl"] = _NUMBERS["fil"]  # the older code of Filipino


def language_number(language: str) -> int:
    """The number of a language in C."""
    if not isinstance(language, str):
        raise TypeError(f"language must be a code, such as 'pl', not {short(language)}")
    code = re.split("[-_.]", language.strip().lower())[0]
    return _NUMBERS[code] if code in _NUMBERS else refused("language", language, LANGUAGES, MethodError)


def label(name: str, language: str) -> str:
    """One word."""
    return str(raw.nps_label_text(_LABELS[name], language_number(language)))


@documented(raw.nps_label_text)
def labels(language: str = "en") -> Dict[str, str]:
    """The words of a report in a language: categories, bands, metrics and headings.

    Parameters
    ----------
    language
        One of LANGUAGES: "en", "lt", "zh", "ru", "fil" or "pl"; also with a country, as in "pl-PL", or in English.

    Returns
    -------
    dict of str
        The words by name, such as "promoters", "score" or "band_good".

    Raises
    ------
    MethodError
        There are no words in this language.

    Examples
    --------
    >>> nps.labels("pl")["promoters"], nps.labels("ru")["interval"]
    ('promotorzy', 'доверительный интервал')
    """
    number = language_number(language)
    return {name: raw.nps_label_text(place, number) for name, place in _LABELS.items()}
