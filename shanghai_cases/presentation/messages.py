"""Messages in the reader's language.

The language is chosen once, when the program starts (`use`), like a locale: people's sentences follow it, machine
output never does. Translations lie in ``locale/zh/LC_MESSAGES/cases.po``, with the English template as key.
"""

from __future__ import annotations

import gettext
import locale
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from shanghai_cases.errors import FieldName, Message
from shanghai_cases.text.display import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("zh", "en")
VARIABLE = "CASES_LANG"
_FOLDER = Path(__file__).parent / "locale"
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_BETWEEN = {"en": ", ", "zh": "、"}
_chosen = ["en"]


def language_of(environment: Mapping[str, str]) -> str:
    """Choose the language the environment asks for: CASES_LANG, else the locale (zh* is Chinese), else English."""
    asked = environment.get(VARIABLE, "").lower()
    if asked[:2] in LANGUAGES:
        return asked[:2]
    for variable in _LOCALE_VARIABLES:
        if environment.get(variable):
            return "zh" if environment[variable].lower().startswith("zh") else "en"
    system = locale.getlocale()[0] or ""
    return "zh" if system.lower().startswith(("zh", "chinese")) else "en"


def use(language: str) -> None:
    """Speak ``language`` (zh or en) from now on."""
    _chosen[0] = language


def language() -> str:
    """Return the language spoken now."""
    return _chosen[0]


def translate(message: Message, language: str | None = None) -> str:
    """Return the message as shown text, values from others made harmless."""
    spoken = language or _chosen[0]
    template = words(message.text, spoken)
    return template.format_map({name: _value(name, value, spoken) for name, value in message.values.items()})


def words(text: str, language: str | None = None) -> str:
    """Return the translation of a template, unfilled."""
    spoken = language or _chosen[0]
    return text if spoken == "en" or not text else _catalogue(spoken).gettext(text)


def _value(name: str, value: object, language: str) -> object:
    """Return a field's value as shown text; a reason of the operating system is known by its English words."""
    return _shown(words(value, language) if name == "reason" and isinstance(value, str) else value, language)


def _shown(value: object, language: str) -> object:
    if isinstance(value, Message):
        return translate(value, language)
    if isinstance(value, FieldName):
        from shanghai_cases.presentation.field_names import FIELDS

        return translate(FIELDS[value], language) if value in FIELDS else visible(value)
    if isinstance(value, tuple):
        return _BETWEEN[language].join(str(_shown(one, language)) for one in value)
    return visible(value) if isinstance(value, str) else value


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("cases", _FOLDER, [language])
