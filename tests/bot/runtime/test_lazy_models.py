"""aiogram loaded without its models being built: they are the same in the end, and a program pays for what it uses."""

import json
import subprocess
import sys

# In a process of its own, for here aiogram may be loaded already.
_PROGRAM = """
import json, re, sys
if sys.argv[1] == "lazy":
    from bot.runtime import lazy_models
    lazy_models.import_aiogram()
import aiogram.methods, aiogram.types
from aiogram.methods import Response

named = [(module, name) for module in (aiogram.types, aiogram.methods) for name in module.__all__]
models = {name: getattr(module, name) for module, name in named if hasattr(getattr(module, name), "model_rebuild")}
built = sum(model.__pydantic_complete__ for model in models.values())
message = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "x", "entities": [
    {"type": "bold", "offset": 0, "length": 1}], "reply_markup": {"inline_keyboard": [[{"text": "a", "url": "b:c"}]]}}
update = aiogram.types.Update.model_validate({"update_id": 1, "message": message})
answer = Response[aiogram.types.Message].model_validate({"ok": True, "result": message})
send = aiogram.methods.SendMessage(chat_id=7, text="x", reply_markup=update.message.reply_markup)
said = [repr(each.model_dump(warnings=False)) for each in (update, answer, send)]
for model in models.values():
    model.model_rebuild()
incomplete = [name for name, model in models.items() if not model.__pydantic_complete__]
fields = {name: [(field, re.sub(" at 0x[0-9a-f]+", "", str(info.annotation)))
                 for field, info in model.model_fields.items()] for name, model in models.items()}
print(json.dumps({"built": built, "all": len(models), "said": said, "incomplete": incomplete, "fields": fields}))
"""


def _seen(way: str) -> dict[str, object]:
    command = [sys.executable, "-c", _PROGRAM, way]
    output = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own
    seen: dict[str, object] = json.loads(output.stdout)
    return seen


def test_models_built_when_needed_are_those_that_aiogram_builds() -> None:
    lazy, usual = _seen("lazy"), _seen("usual")
    assert lazy["incomplete"] == []
    assert lazy["said"] == usual["said"]
    assert lazy["fields"] == usual["fields"]


def test_nothing_is_built_before_it_is_needed() -> None:
    seen = _seen("lazy")
    assert isinstance(seen["built"], int)
    assert isinstance(seen["all"], int)
    assert seen["built"] < seen["all"] / 4
