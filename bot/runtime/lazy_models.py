"""Lets aiogram load without building a validator for each of its 600 models: each is built when it is first needed.

aiogram declares its types so (`defer_build`) and then builds them all at the end of its import: measured with
aiogram 3.31, 1.5 of its 1.9 s and 110 of its 154 MB, of which a bot uses a tenth.
"""

import sys
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, Optional, Union

from pydantic import BaseModel

_BUILD: Final = BaseModel.__dict__["model_rebuild"]


def import_aiogram() -> None:
    """Import aiogram, its models left to be built; nothing happens if it is there already."""
    if "aiogram" in sys.modules:
        return
    BaseModel.model_rebuild = classmethod(lambda _model, **_how: None)  # type: ignore[assignment, method-assign]
    try:
        import aiogram.types  # noqa: PLC0415 - that it is imported here is the point
        from aiogram.client.default import Default  # noqa: PLC0415 - as above
        from aiogram.methods.base import Request, Response, TelegramMethod  # noqa: PLC0415 - as above
    finally:
        BaseModel.model_rebuild = _BUILD  # type: ignore[method-assign]
    # What their annotations name, and their modules import only for a type checker: the same that aiogram gives them.
    names = {name: getattr(aiogram.types, name) for name in aiogram.types.__all__}
    names |= {"List": list, "Optional": Optional, "Union": Union, "Literal": Literal, "Default": Default}
    for base in (aiogram.types.TelegramObject, TelegramMethod, Request, Response):
        base.model_rebuild = classmethod(_built_with(names))  # type: ignore[assignment, method-assign]


def build(models: Iterable[type[BaseModel]]) -> None:
    """Build some now, because it takes tens of milliseconds in which nobody would be answered."""
    for model in models:
        model.model_rebuild()


def _built_with(names: Mapping[str, Any]) -> Any:  # noqa: ANN401 - becomes a class method of whoever it is given to
    def model_rebuild(model: type[BaseModel], *, force: bool = False, raise_errors: bool = True, **_: Any) -> Any:  # noqa: ANN401 - pydantic's signature
        return _BUILD.__func__(model, force=force, raise_errors=raise_errors, _types_namespace=names)

    return model_rebuild
