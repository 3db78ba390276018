"""Find what ``TARGET`` names: a URL, a `Target`, an application (WSGI, ASGI) or a factory of one.

Which of the two an application speaks is told by its shape; where that is hidden, by a prefix:
``asgi:package.module:attribute``.
"""

from __future__ import annotations

import copy
import importlib
import inspect
import re
import sys
from pathlib import Path
from typing import Any

from attacks.targets.asgi import AsgiTarget, double_called
from attacks.targets.http import HttpTarget
from attacks.targets.session import Hints, Target, TargetError, TargetUsageError
from attacks.targets.wsgi import WsgiTarget

PREFIXED = re.compile(r"(asgi|wsgi):(.+:.+)")


def load(text: str, *, hints: Hints, allow_hosts: tuple[str, ...] = ()) -> Target:
    """Return the target that *text* names; *hints* beat those that the target brings.

    Raises:
        TargetUsageError: it is no URL that may be attacked, nor anything else that is known.
        TargetError: it cannot be imported, or is none of the things that can be attacked.
    """
    if "://" in text:
        return HttpTarget(text, hints=hints, allow_hosts=allow_hosts)
    prefix = PREFIXED.fullmatch(text)
    speaks, path = prefix.groups() if prefix else ("", text)
    found = _imported(path)
    if _is_target(found):
        found = copy.copy(found)
        found.hints = merged(found.hints, hints)
        return found  # type: ignore[no-any-return]  # checked by shape just above
    app = _application(path, found)
    if speaks == "asgi" or (not speaks and _is_asgi(app)):
        once = double_called(app) if _takes(app, "scope") else app
        return AsgiTarget(text, app=once, hints=hints)
    return WsgiTarget(text, app=app, hints=hints)


def merged(base: Hints, over: Hints) -> Hints:
    """Return *base* with every value that *over* gives."""
    default = Hints()
    values = {n: getattr(over, n) for n in Hints.__slots__}
    given = {n: v for n, v in values.items() if v != getattr(default, n)}
    return Hints(**{**{n: getattr(base, n) for n in Hints.__slots__}, **given})


def _imported(text: str) -> Any:
    if re.fullmatch(r"[\w.-]+:\d+(/.*)?", text):
        raise TargetUsageError(f"{text!r} looks like an address: did you mean http://{text}?")
    module_name, colon, path = text.partition(":")
    if not colon or not module_name or not path:
        raise TargetUsageError(f"{text!r} is neither a URL nor package.module:attribute")
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    try:
        found: Any = importlib.import_module(module_name)
        for name in path.split("."):
            found = getattr(found, name)
    except (Exception, SystemExit) as error:
        raise TargetError(f"cannot import {text}: {type(error).__name__}: {error}") from error
    return found


def _is_target(found: Any) -> bool:
    return all(hasattr(found, name) for name in ("name", "hints", "open"))


def _application(text: str, found: Any) -> Any:
    if not callable(found):
        raise TargetError(f"{text} is a {type(found).__name__}, not an app, factory or Target")
    if len(_required(found)) != 0:
        return found
    try:
        made = found()
    except (Exception, SystemExit) as error:
        raise TargetError(f"{text}(): {type(error).__name__}: {error}") from error
    if not callable(made) or not _required(made):
        raise TargetError(f"{text}() made a {type(made).__name__}, not an app")
    return _application(f"{text}()", made)


def _is_asgi(app: Any) -> bool:
    """Tell by the shape of *app*: a coroutine, or arguments with the names that ASGI gives them."""
    called = app if inspect.isclass(app) else app.__call__
    named = _takes(app, "scope", "receive", "send") or _takes(app, "scope")
    return named or any(map(inspect.iscoroutinefunction, (app, called)))


def _takes(app: Any, *names: str) -> bool:
    return _required(app) == names


def _required(found: Any) -> tuple[str, ...]:
    """Return the arguments without which *found* cannot be called."""
    try:
        parameters = inspect.signature(found).parameters.values()
    except (TypeError, ValueError):  # a callable that does not tell: take it for an app
        return ("environ", "start_response")
    named = {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD}
    return tuple(p.name for p in parameters if p.kind not in named and p.default is p.empty)
