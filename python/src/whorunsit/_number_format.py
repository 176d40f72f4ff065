"""What a number of a spreadsheet is, by the format of its cell: a share, or an amount of a currency."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

# A part of a format: text in quotes, what is in brackets, an escaped sign, one left as room or repeated, any other.
_PART = re.compile(r'"([^"]*)"|\[([^\]]*)\]|\\(.)|[_*](.)|(.)', re.DOTALL)


def as_formatted(value: int | float, form: str) -> object:
    """Return a number as its cell shows it where that says more than the number: ``50%`` of 0.5, ``€ 5000`` of 5000.

    The core reads the sign, and refuses that of another currency.
    """
    if form == "General" or not form:
        return value
    percent = shown_percent = False
    currency = ""
    for quoted, bracket, escaped, _, plain in _PART.findall(form):
        if plain == ";":
            break  # what follows is for negative numbers, zero and text
        if bracket.startswith("$"):
            # Such as [$€-2] and [$USD]; [$-409] only names a language.
            currency = currency or bracket[1:].partition("-")[0].strip()
        elif plain == "%":
            percent = True
        else:
            text = (quoted or escaped or plain).strip()
            if text == "%":
                shown_percent = True
            elif _is_currency(text):
                currency = currency or text
    if not (percent or shown_percent or currency):
        return value
    # So many digits are all that a spreadsheet keeps.
    digits = Decimal(format(value, ".15g"))
    text = format((digits * 100 if percent else digits).normalize(), "f")
    if currency:
        return f"{currency} {text}"
    return f"{text}%"


def _is_currency(text: str) -> bool:
    """Tell whether text in a format is the sign of a currency, or its code."""
    has_sign = any(unicodedata.category(letter) == "Sc" for letter in text)
    return has_sign or (len(text) == 3 and text.isascii() and text.isalpha() and text.isupper())
