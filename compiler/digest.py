"""The digest of a rubric: SHA-256 over what it says, whatever its layout, comments or vocabulary.

The syntax tree is written as canonical JSON: node names and fields in order, positions and cases left out (cases test
a rubric, they are not part of it), then the answers of the convention. `rubricc-1` names this form.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from fractions import Fraction

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
    cls: type[attrs.AttrsInstance] | None = type(value) if attrs.has(type(value)) else None  # type: ignore[assignment]
    if cls is not None:
        fields = [_canonical(getattr(value, f.name)) for f in attrs.fields(cls) if f.eq]
        if isinstance(value, Reported) and isinstance(value.published, Number):
            fields.append(value.published.decimals)  # a published figure is compared at its own precision
        return [type(value).__name__, *fields]
    return value
