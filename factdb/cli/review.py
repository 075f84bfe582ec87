"""``factdb review``: a person decides about one claim after the other, by single keys."""

from dataclasses import replace
from typing import TYPE_CHECKING

from factdb.cli._app import command
from factdb.cli._database import count, open_database
from factdb.cli._deciding import ReviewerOption, read_reviewer
from factdb.cli._filters import with_filters
from factdb.cli._options import DbOption, LexiconOption
from factdb.cli._output import say

if TYPE_CHECKING:
    from factdb.cli._reviewing import Reviewing
    from factdb.db.queries import Filters

# Nobody decides about more in one go.
_MOST = 1_000


@command("review", "factdb review", "factdb review --topic traffic --limit 20", "factdb review --reviewer 林小满")
@with_filters()
def review_claims(
    *, reviewer: ReviewerOption = None, lexicon: LexiconOption = "", db: DbOption = None, filters: "Filters"
) -> None:
    """Decide about claims one by one, by single keys.

    a accepts, c corrects fields, r rejects, s skips, u takes the last decision
    back, q ends. Those come first that a person is most needed for: what is part of
    a conflict that nobody settled, where the currency is not named, the subject is
    not known, or others say otherwise.

    Each decision is stored at once; the next time goes on from there. The options
    narrow down what is asked, as they do for `factdb list`.
    """
    from factdb.cli._keys import check_terminal

    check_terminal()
    from factdb.cli._reviewing import Reviewing
    from factdb.lexicon import load_lexicon
    from factdb.tracking.conflict_search import is_searched, search_conflicts
    from factdb.tracking.queue import find_waiting

    who, words = read_reviewer(reviewer), load_lexicon(lexicon)
    with open_database(db) as database:
        if not is_searched(database):
            say("Looking for conflicts among all claims; from now on only what is new is looked through.")
        search_conflicts(database)
        waiting = find_waiting(database, replace(filters, limit=filters.limit or _MOST), words)
        if not waiting:
            say("No claim waits for a decision. `factdb list --status accepted` shows some that were decided.")
            return
        reviewing = Reviewing(database, who, words, waiting)
        try:
            reviewing.run()
        finally:
            say(_sum_up(reviewing))


def _sum_up(reviewing: "Reviewing") -> str:
    told = ", ".join(f"{number} {how}" for how, number in sorted(reviewing.counts.items())) or "nothing decided"
    left = len(reviewing.waiting) - reviewing.at
    return f"{told}; {count(left, 'claim')} left."
