"""Build the shipped catalogue from the facts files.

``python scripts/build_catalogue.py`` writes ``catalogue.json`` and the copy that travels with the package;
``--check`` writes nothing and fails when one of them differs from what would be written.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from shanghai_cases.catalogue import layout, schema
from shanghai_cases.catalogue.documents import to_document
from shanghai_cases.model.case import Case, KeyFigure
from shanghai_cases.model.edition import AwardTier, Edition
from shanghai_cases.model.figure import UNKNOWN, Figure
from shanghai_cases.model.ids import case_id
from shanghai_cases.model.source import Source

ROOT = Path(__file__).resolve().parent.parent
FACTS = ROOT / "scripts" / "facts"
TARGETS = (ROOT / "catalogue.json", ROOT / "shanghai_cases" / "catalogue" / "sample.json")
COMPILED = "2026-11-24T00:00:00+08:00"  # when the facts were put together


def facts(name: str) -> Any:
    """Read one facts file."""
    return json.loads((FACTS / f"{name}.json").read_text(encoding="utf-8"))


def sources_of(keys: list[str]) -> tuple[Source, ...]:
    """Look the sources up by key."""
    known = facts("sources")
    return tuple(
        Source(key, *(known[key].get(part) or "" for part in ("title", "publisher", "date", "url"))) for key in keys
    )


def source_key(written: str | None) -> str:
    """Take the key out of a remark such as ``S-CNS2024（计算）``."""
    return (written or "").partition("（")[0]


def figure(fact: dict[str, Any] | None) -> Figure:
    """Read a figure of the facts files."""
    if fact is None or fact["qualifier"] == "unknown":
        return UNKNOWN
    if fact["qualifier"] == "derived":
        return Figure(
            None,
            fact["qualifier"],
            fact["min"],
            fact["max"],
            fact["basis"],
            "published_growth:6",
            source_key(fact["source"]),
        )
    return Figure(fact["value"], fact["qualifier"], source=source_key(fact["source"]))


def edition(fact: dict[str, Any], aliases: dict[str, tuple[str, ...]]) -> Edition:
    """Read an edition; what the facts don't say stays unknown."""
    tiers = tuple(
        AwardTier(tier["name"], Figure(tier["count"], source=fact["sources"][0]), aliases.get(tier["name"], ()))
        for tier in fact["tiers"] or ()
    )
    growth = fact.get("growth_vs_previous_pct")
    notes = (fact["year_label"], fact["cumulative_cases"].get("note"), growth and growth.get("note"))
    return Edition(
        number=fact["edition"],
        name=fact["name"] or "",
        call_opened=fact["call_start"],
        call_closed=fact["call_end"],
        released=fact["release_date"],
        submissions=figure(fact["submissions"]),
        published_growth=figure(growth),
        cumulative=figure(fact["cumulative_cases"]),
        tiers=tiers,
        awards_total=figure(fact["winners_total"]),
        organisers=tuple(fact["organizers"] or ()),
        guidance=tuple(fact["guidance"] or ()),
        supporters=(fact["supporter"],) if fact["supporter"] else (),
        sources=sources_of(fact["sources"]),
        notes=tuple(note for note in notes if note),
    )


def case(fact: dict[str, Any]) -> Case:
    """Read a named case under its catalogue id."""
    label = "标题为资料整理所拟，不是参评原题" if fact["title_kind"] == "label" else None
    notes = (
        label,
        *(fact.get(part) for part in ("town_note", "figure_note", "corroboration", "note", "document")),
        *(f"合作单位：{partner}" for partner in fact.get("partners", ())),
        *(
            f"{later['date']}：公益服务站{later['stations']}家，覆盖街镇{later['towns']}个（{later['coverage']}）"
            for later in fact.get("later_figures", ())
        ),
    )
    keys = [fact["source"], *fact.get("other_sources", ()), *(one["source"] for one in fact.get("later_figures", ()))]
    return Case(
        id=case_id(fact["edition"], int(fact["id"].partition("-")[2])),
        edition=fact["edition"],
        title=fact["title"],
        unit=fact["unit"],
        unit_type=fact["unit_type"],
        district=fact["district"],
        town=fact["town"] or "",
        themes=(fact["theme"],),
        tags=tuple(fact["tags"]),
        summary=fact["summary"],
        figures=tuple(
            KeyFigure(one["label"], Figure(one["value"], one["qualifier"], source=fact["source"]), one["unit"])
            for one in fact["figures"]
        ),
        award_tier=fact["award_tier"],
        sources=sources_of(keys),
        notes=tuple(note for note in notes if note),
        added_at=COMPILED,
    )


def build() -> bytes:
    """Return the catalogue file."""
    aliases = {tier["name"]: tuple(tier["aliases"]) for tier in facts("taxonomy")["award_tiers"]}
    editions = facts("editions")
    data = schema.empty(editions["activity"])
    for number, fact in enumerate(editions["editions"], start=1):
        data[layout.EDITIONS][str(number)] = to_document(edition(fact, aliases))
    for number, fact in enumerate(facts("cases")["cases"], start=1):
        data[layout.CASES][str(number)] = to_document(case(fact))
    return layout.write(data)


def main(arguments: list[str]) -> int:
    """Write or check the targets; returns the exit status."""
    content = build()
    if "--check" in arguments:
        stale = [str(target.relative_to(ROOT)) for target in TARGETS if target.read_bytes() != content]
        print("\n".join(f"{name} is not what the facts give" for name in stale) or "the shipped catalogue is current")
        return 1 if stale else 0
    for target in TARGETS:
        target.write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
