"""The figures at the head of a report, its awards and its trend, in words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from shanghai_cases.errors import Message, msg
from shanghai_cases.presentation.document import Block, Column, Fact, Note, Picture, Section, Table
from shanghai_cases.presentation.figure_words import count_words, growth_words, percent_words
from shanghai_cases.report.growth import Agreement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shanghai_cases.presentation.charts import Chart
    from shanghai_cases.presentation.figure_words import Shown
    from shanghai_cases.report import EditionLine
    from shanghai_cases.report.growth import Comparison


def title_of(line: EditionLine) -> Shown:
    """Return the edition's own name, or its number in words."""
    return line.edition.name or msg("Edition {number}", number=line.number)


def headline(line: EditionLine, against: Comparison | None = None) -> tuple[Fact, ...]:
    """Return an edition's main figures, each with its qualifier in words and its source."""
    edition, before = line.edition, line.before
    published = growth_words(edition.published_growth, None)
    if edition.published_growth.known:
        published = msg("{growth} (published)", growth=published)
    facts = [
        Fact(msg("submissions"), count_words(edition.submissions), edition.submissions.source),
        Fact(
            msg("submissions of edition {number}", number=before.number),
            before_words(before),
            before.submissions.source,
        ),
        Fact(msg("growth"), published, edition.published_growth.source),
        Fact(msg("growth computed from the counts"), computed_words(line)),
    ]
    if against is not None:
        facts.append(Fact(submissions_of(against), before_words(against), against.submissions.source))
        facts.append(Fact(msg("growth against edition {number}", number=against.number), growth_of(against)))
    facts += [
        Fact(msg("cumulative cases"), cumulative_words(line), edition.cumulative.source),
        Fact(msg("awards"), count_words(line.awards.total), edition.awards_total.source),
        Fact(msg("selected"), percent_words(line.selection_rate)),
        Fact(msg("recorded here"), recorded_words(line)),
    ]
    if edition.released:
        facts.insert(0, Fact(msg("released"), edition.released))
    return tuple(facts)


def submissions_of(other: Comparison) -> Message:
    """Return the label of another edition's submissions."""
    return msg("submissions of edition {number}", number=other.number)


def before_words(before: Comparison) -> Shown:
    """Say how many submissions another edition had, or why that is not known."""
    if before.number < 1:
        return msg("none, this is the first edition")
    return count_words(before.submissions) if before.in_catalogue else msg("unknown (not in the catalogue)")


def computed_words(line: EditionLine) -> Shown:
    """Say the growth computed from the counts, and whether the published one follows from them."""
    grown = growth_of(line.before)
    match line.agreement:
        case Agreement.NEITHER:
            return msg("{growth}; the published growth does not follow from the counts", growth=grown)
        case Agreement.TRUNCATED:
            return msg("{growth}; the published growth is this cut off, not rounded", growth=grown)
        case _:
            return grown


def growth_of(comparison: Comparison) -> Shown:
    """Say a growth computed from two counts."""
    if comparison.circular:
        return msg("not given: a count was itself worked back from the growth")
    return growth_words(comparison.growth)


def cumulative_words(line: EditionLine) -> Shown:
    """Say how many cases all editions so far had: the published number, and the sum of the counts where it is known."""
    published, computed = line.edition.cumulative, line.computed_cumulative
    if not computed.known:
        return count_words(published)
    if not published.known:
        return msg("{count} (sum of the editions)", count=count_words(computed))
    return msg("{count}; sum of the editions: {sum}", count=count_words(published), sum=count_words(computed))


def recorded_words(line: EditionLine) -> Shown:
    """Say how many of the submissions are recorded in the catalogue."""
    if not line.edition.submissions.observed:
        return count_words(line.recorded)
    return msg(
        "{recorded} of {submissions} ({share})",
        recorded=count_words(line.recorded),
        submissions=count_words(line.edition.submissions),
        share=percent_words(line.recorded_share),
    )


def coverage_note(line: EditionLine) -> Message:
    """Say what the shares are shares of."""
    if line.complete:
        return msg("All {count} submissions are recorded here.", count=count_words(line.recorded))
    if not line.edition.submissions.observed:
        return msg(
            "Counts and shares are of the {recorded} cases recorded here; how many were submitted is not known.",
            recorded=count_words(line.recorded),
        )
    return msg(
        "Counts and shares are of the {recorded} cases recorded here, of {submissions} submitted.",
        recorded=count_words(line.recorded),
        submissions=count_words(line.edition.submissions),
    )


def awards_table(line: EditionLine) -> tuple[Block, ...]:
    """Make the table of tiers; none where no tier is known."""
    if not line.awards.tiers:
        return ()
    columns = (
        Column(msg("award")),
        Column(msg("quota"), right=True),
        Column(msg("recorded winners"), right=True),
        Column(msg("places without a recorded case"), right=True),
    )
    rows = [
        (tier.name, count_words(tier.quota), count_words(tier.recorded), count_words(tier.free))
        for tier in line.awards.tiers
    ]
    undecided = msg("Recorded cases whose award is not known: {count}", count=count_words(line.awards.undecided))
    return (Table(msg("Awards"), columns, tuple(rows)), Note(undecided))


def trend_section(lines: Sequence[EditionLine]) -> Section:
    """Make the row of all editions, as a chart and as a table."""
    title = msg("All editions")
    countable = any(line.edition.submissions.observed for line in lines)
    pictures = (Picture(partial(_trend_chart, lines)),) if countable else ()
    return Section("trend", title, (*pictures, trend_table(title, lines)))


def _trend_chart(lines: Sequence[EditionLine]) -> Chart:
    from shanghai_cases.presentation.charts import TrendChart, trend_point

    points = tuple(trend_point(str(line.number), line.edition.submissions) for line in lines)
    description = msg(
        "Columns, one for each edition. A hatched part is the range of a count that is not exact, an arrow says that "
        "it may be higher, a question mark that it is not known."
    )
    return TrendChart(msg("Submissions by edition"), description, points)


def trend_table(caption: Shown, lines: Sequence[EditionLine]) -> Table:
    """Make the table of all editions."""
    names = (msg("published growth"), msg("computed growth"), msg("awards"), msg("selected"), msg("recorded"))
    columns = [Column(msg("edition"), right=True), Column(msg("submissions"), right=True)]
    columns += [Column(name, right=True) for name in names]
    return Table(caption, tuple(columns), tuple(_trend_row(line) for line in lines))


def _trend_row(line: EditionLine) -> tuple[Shown, ...]:
    computed = msg("circular") if line.before.circular else growth_words(line.before.growth)
    return (
        str(line.number),
        count_words(line.edition.submissions),
        growth_words(line.edition.published_growth, None),
        computed,
        count_words(line.awards.total),
        percent_words(line.selection_rate),
        count_words(line.recorded),
    )
