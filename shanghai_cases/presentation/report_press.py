"""The paragraph for a release, made of figures only: a clause whose figure is not known is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases.errors import Message, msg
from shanghai_cases.model.figure import Figure, Qualifier
from shanghai_cases.presentation.figure_words import Shown, count_words, growth_size, percent_words, say
from shanghai_cases.presentation.report_headline import title_of
from shanghai_cases.report.coverage import Kind
from shanghai_cases.report.growth import Agreement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from shanghai_cases.report import EditionLine, EditionReport
    from shanghai_cases.report.awards import TierAwards

Sentence = tuple[Message, ...]
"""Clauses of one sentence, joined by the language's comma and ended by its full stop."""

_MONTHS = (
    msg("January"),
    msg("February"),
    msg("March"),
    msg("April"),
    msg("May"),
    msg("June"),
    msg("July"),
    msg("August"),
    msg("September"),
    msg("October"),
    msg("November"),
    msg("December"),
)


def press_text(report: EditionReport, language: str | None = None) -> str:
    """Return the paragraph in a language (None: that of the messages); empty where nothing is known."""
    comma, stop = say(msg(", "), language), say(msg(". "), language)
    sentences = [comma.join(say(clause, language) for clause in sentence) for sentence in press(report)]
    text = "".join(sentence[:1].upper() + sentence[1:] + stop for sentence in sentences).rstrip()
    if not text or report.line.edition.released:
        return text
    return say(msg("{label}: ", label=title_of(report.line)), language) + text


def press(report: EditionReport) -> tuple[Sentence, ...]:
    """Return the sentences of the release.

    The published growth comes before the computed one; neither is told where they contradict each other. Planned
    numbers are not told as if they had come true. What is new is told without reserve only where every earlier
    edition is recorded in full, else as new to the catalogue.
    """
    line = report.line
    sentences = (_release(line), _submissions(line), _awards(line), _cumulative(line), _new(report), _repeats(report))
    return tuple(sentence for sentence in map(tuple, sentences) if sentence)


def _release(line: EditionLine) -> Iterator[Message]:
    if line.edition.released:
        yield msg("{name} was released ({day})", name=title_of(line), day=day_words(line.edition.released))


def day_words(written: str) -> Shown:
    """Say an ISO date that may stop at the month or the year."""
    year, month, day = ([*map(int, written.split("-")), 0, 0])[:3]
    if day:
        return msg("{day} {month} {year}", day=day, month=_MONTHS[month - 1], year=year)
    return msg("{month} {year}", month=_MONTHS[month - 1], year=year) if month else msg("the year {year}", year=year)


def _submissions(line: EditionLine) -> Iterator[Message]:
    count = line.edition.submissions
    if count.observed:
        yield msg("{cases} were submitted", cases=cases_words(count))
    if (growth := _growth(line)) is not None:
        yield growth


def cases_words(count: Figure) -> Message:
    """Say a number of cases; that it was worked back stands behind the cases."""
    if count.qualifier is Qualifier.DERIVED:
        return msg("{low}-{high} cases (derived)", low=str(count.minimum), high=str(count.maximum))
    return msg("{count} cases", count=count_words(count))


def _growth(line: EditionLine) -> Message | None:
    if line.agreement is Agreement.NEITHER:
        return None
    published = line.edition.published_growth
    figure, decimals = (published, None) if published.observed else (line.before.growth, 1)
    direction = _direction(figure)
    if direction is None:
        return None
    if direction == 0:
        return msg("the same as in the edition before")
    size = growth_size(figure, decimals)
    if direction > 0:
        return msg("{growth} more than in the edition before", growth=size)
    return msg("{growth} fewer than in the edition before", growth=size)


def _direction(growth: Figure) -> int | None:
    """Return 1, 0 or -1 for more, the same or fewer; None where the figure does not tell which."""
    value, qualifier = growth.value, growth.qualifier
    if growth.minimum is not None and growth.maximum is not None:
        return 1 if growth.minimum > 0 else -1 if growth.maximum < 0 else None
    if value is None or (qualifier is Qualifier.OVER and value < 0) or (qualifier is Qualifier.UNDER and value > 0):
        return None
    if qualifier is Qualifier.EXACT:
        return (value > 0) - (value < 0)
    return 1 if value > 0 else -1 if value < 0 else None


def _awards(line: EditionLine) -> Iterator[Message]:
    """Say the quotas as awards that were given only where a release or the recorded winners say that they were."""
    told = [tier for tier in line.awards.tiers if tier.declared and tier.quota.observed]
    given = bool(line.edition.released) or _all_held(told)
    if told:
        parts = [msg("{count} “{name}”", count=count_words(tier.quota), name=tier.name) for tier in told]
        awards = listed(parts)
        yield msg("{awards} were named", awards=awards) if given else msg("there is room for {awards}", awards=awards)
    if line.awards.total.observed:
        count = count_words(line.awards.total)
        if told:
            yield msg("{count} in all", count=count)
        elif given:
            yield msg("{count} cases were chosen", count=count)
        else:
            yield msg("there are {count} awards", count=count)
        if line.selection_rate.observed:
            yield msg("{rate} of those submitted", rate=percent_words(line.selection_rate))


def _all_held(tiers: Sequence[TierAwards]) -> bool:
    return bool(tiers) and all(tier.quota.exact and tier.recorded.value == tier.quota.value for tier in tiers)


def _cumulative(line: EditionLine) -> Iterator[Message]:
    known = line.edition.cumulative
    count = known if known.observed else line.computed_cumulative
    if count.observed and line.number > 1:
        yield msg("the {number} editions so far have gathered {cases}", number=line.number, cases=cases_words(count))


def _new(report: EditionReport) -> Iterator[Message]:
    complete = {line.number for line in report.trend if line.complete}.issuperset(range(1, report.number))
    for kind, names in report.novelty.names.items():
        if names:
            shown = listed([name for name, _ in names])
            yield _first_time(kind, shown) if complete else _first_here(kind, shown)


def _first_time(kind: Kind, names: Message) -> Message:
    if kind is Kind.UNIT_TYPE:
        return msg("for the first time there are cases from units of the type {names}", names=names)
    if kind is Kind.DISTRICT:
        return msg("for the first time there are cases from {names}", names=names)
    return msg("for the first time there are cases on {names}", names=names)


def _first_here(kind: Kind, names: Message) -> Message:
    if kind is Kind.UNIT_TYPE:
        return msg("the catalogue has its first cases from units of the type {names}", names=names)
    if kind is Kind.DISTRICT:
        return msg("the catalogue has its first cases from {names}", names=names)
    return msg("the catalogue has its first cases on {names}", names=names)


def _repeats(report: EditionReport) -> Iterator[Message]:
    if report.line.complete and report.repeats.cases.value:
        yield msg("{count} practices had been submitted before", count=count_words(report.repeats.cases))


def listed(parts: Iterable[Shown]) -> Message:
    """Join things in the language's way of listing."""
    *first, last = parts
    if not first:
        return last if isinstance(last, Message) else msg("{name}", name=last)
    whole = first[0]
    for item in first[1:]:
        whole = msg("{first}, {next}", first=whole, next=item)
    return msg("{first} and {last}", first=whole, last=last)
