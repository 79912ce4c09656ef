"""The digest of a rubric: SHA-256 over what it says, whatever its layout, comments or vocabulary.

The syntax tree is written as canonical JSON: node names and fields in order, positions and cases left out (cases test
a rubric, they are not part of it), then the answers of the convention. `rubricc-1` names this form.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from fractions import Fraction
from functools import cache

import attrs

from rubricc.compiler.conventions import Convention
from rubricc.dsl.nodes import Number, Reported, Rubric

FORM = "rubricc-1"


def digest_of(rubric: Rubric, convention: Convention, calendar: str = "") -> str:
    """The digest as 64 hexadecimal digits; `calendar` is whose working days the rubric counts, if any."""
    content = [FORM, _canonical(attrs.evolve(rubric, cases=())), _canonical(convention)]
    content += [calendar] if calendar else []
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: object) -> object:
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_canonical(each) for each in value]
    names = _said_by(type(value))  # type: ignore[arg-type]
    if names is not None:
        fields = [_canonical(getattr(value, name)) for name in names]
        if isinstance(value, Reported) and isinstance(value.published, Number):
            fields.append(value.published.decimals)  # a published figure is compared at its own precision
        return [type(value).__name__, *fields]
    return value


@cache
def _said_by(cls: type) -> tuple[str, ...] | None:
    """The fields of a class of nodes that say something, not where it stands; None for any other class."""
    return tuple(f.name for f in attrs.fields(cls) if f.eq) if attrs.has(cls) else None
