"""Text of any script and width: what is compared, what is shown, how wide it is, how it is read."""

from shanghai_cases.text.display import one_line, storable, visible, width
from shanghai_cases.text.folding import compatible, fold, fold_map, source_span, variants
from shanghai_cases.text.readings import syllables

__all__ = [
    "compatible",
    "fold",
    "fold_map",
    "one_line",
    "source_span",
    "storable",
    "syllables",
    "variants",
    "visible",
    "width",
]
