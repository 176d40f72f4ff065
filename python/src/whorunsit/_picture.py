"""Charts as files. Nothing imports this before one is to be written."""

from __future__ import annotations

import json
import os
from typing import Any

from ._write import write_file


def svg(spec: dict[str, Any]) -> str | None:
    """Return a chart as SVG, a tenth of its PNG and sharp at any size; ``None`` without vl-convert."""
    try:
        import vl_convert
    except ImportError:
        return None
    drawn: str = vl_convert.vegalite_to_svg(json.dumps(spec))
    return drawn


def save(spec: dict[str, Any], path: str | os.PathLike[str], force: bool) -> None:
    """See :meth:`Chart.save`."""
    end = os.path.splitext(os.fspath(path))[1].lower()
    text = json.dumps(spec)
    if end == ".json":
        write_file(path, (text + "\n").encode("utf-8"), force=force)
        return
    if end not in (".svg", ".png", ".pdf", ".html"):
        raise ValueError(
            f"a chart is written as .svg, .png, .pdf, .html or .json, not as {end or 'a file without an ending'!s:.20}"
        )
    try:
        import vl_convert
    except ImportError:
        raise ImportError("vl-convert is needed to draw a chart: pip install 'whorunsit[notebook]'") from None
    # The newest that it has: specifications name theirs.
    if end == ".svg":
        data = vl_convert.vegalite_to_svg(text).encode("utf-8")
    elif end == ".png":
        data = vl_convert.vegalite_to_png(text, scale=2)
    elif end == ".pdf":
        data = vl_convert.vegalite_to_pdf(text)
    else:
        data = vl_convert.vegalite_to_html(text, bundle=True).encode("utf-8")
    write_file(path, data, force=force)
