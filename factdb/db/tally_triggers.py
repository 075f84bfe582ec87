"""The triggers behind `factdb.db.tally`, in the words of each kind of database."""

from collections.abc import Iterator
from dataclasses import dataclass

_UPSERT = "ON CONFLICT (kind, name) DO UPDATE SET number = tally.number + excluded.number"
_COUNTS = "({article}.current AND {article}.duplicate_of IS NULL AND {status} <> 'rejected')"


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger.

    Attributes:
        name: Its name; of its function, too, where it has one.
        table: The table that it watches.
        when: After or before what, and for which rows.
        body: What it does.
        function: Whether it is a function that a server runs.
    """

    name: str
    table: str
    when: str
    body: str
    function: bool = False

    def lay(self) -> Iterator[str]:
        """The statements that make it."""
        if self.function:
            yield f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ {self.body} $$"
            yield f"CREATE OR REPLACE TRIGGER {self.name} {self.when} EXECUTE FUNCTION {self.name}()"
        else:
            yield f"CREATE TRIGGER IF NOT EXISTS {self.name} {self.when} BEGIN {self.body} END"

    def lift(self) -> Iterator[str]:
        """The statements that take it away."""
        if self.function:
            yield f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}"
            yield f"DROP FUNCTION IF EXISTS {self.name}()"
        else:
            yield f"DROP TRIGGER IF EXISTS {self.name}"


def _add(row: str, sign: str) -> str:
    """SQLite: count a claim in or out."""
    values = ", ".join(f"('{kind}', {row}.{kind}, {sign}{row}.counted)" for kind in ("unit", "modality", "status"))
    return f"INSERT INTO tally (kind, name, number) VALUES {values} {_UPSERT};"


def _add_topic(row: str, sign: str) -> str:
    counted = f"{sign}COALESCE((SELECT counted FROM claim WHERE id = {row}.claim_id), 0)"
    return (
        f"INSERT INTO tally (kind, name, number) VALUES ('topic', CAST({row}.topic_id AS TEXT), {counted}) {_UPSERT};"
    )


def _add_article(row: str, sign: str) -> str:
    reprint = f"{sign}({row}.current AND {row}.duplicate_of IS NOT NULL)"
    values = f"('article', 'current', {sign}{row}.current), ('article', 'reprint', {reprint})"
    return f"INSERT INTO tally (kind, name, number) VALUES {values} {_UPSERT};"


_TOPICS_OF_NEW = "SELECT CAST(topic_id AS TEXT) FROM claim_topic WHERE claim_id = new.id"
SQLITE = (
    Trigger("tally_claim_insert", "claim", "AFTER INSERT ON claim", _add("new", "")),
    Trigger(
        "tally_claim_update",
        "claim",
        "AFTER UPDATE OF unit, modality, status, counted ON claim",
        f"{_add('new', '')} {_add('old', '-')} UPDATE tally SET number = number + new.counted - old.counted "
        f"WHERE new.counted <> old.counted AND kind = 'topic' AND name IN ({_TOPICS_OF_NEW});",
    ),
    Trigger(
        "tally_claim_delete",
        "claim",
        "BEFORE DELETE ON claim",
        f"DELETE FROM claim_topic WHERE claim_id = old.id; {_add('old', '-')}",
    ),
    Trigger(
        "tally_claim_reject",
        "claim",
        "AFTER UPDATE OF status ON claim WHEN (old.status = 'rejected') <> (new.status = 'rejected')",
        "UPDATE claim SET counted = "
        f"(SELECT {_COUNTS.format(article='article', status='new.status')} FROM article WHERE id = new.article_id) "
        "WHERE id = new.id;",
    ),
    Trigger("tally_topic_insert", "claim_topic", "AFTER INSERT ON claim_topic", _add_topic("new", "")),
    Trigger("tally_topic_delete", "claim_topic", "AFTER DELETE ON claim_topic", _add_topic("old", "-")),
    Trigger("tally_article_insert", "article", "AFTER INSERT ON article", _add_article("new", "")),
    Trigger("tally_article_delete", "article", "AFTER DELETE ON article", _add_article("old", "-")),
    Trigger(
        "tally_article_update",
        "article",
        "AFTER UPDATE OF current, duplicate_of ON article",
        f"{_add_article('new', '')} {_add_article('old', '-')} UPDATE claim SET counted = NOT counted "
        f"WHERE article_id = new.id AND counted <> {_COUNTS.format(article='new', status='status')};",
    ),
)


def _count(rows: str, entries: str, sign: str) -> str:
    """PostgreSQL: count the rows of a statement in or out, all at once."""
    return (
        f"INSERT INTO tally (kind, name, number) SELECT v.kind, v.name, {sign}SUM(v.number) FROM {rows}, "
        f"LATERAL (VALUES {entries}) AS v(kind, name, number) GROUP BY 1, 2 ORDER BY 1, 2 {_UPSERT};"
    )


_CLAIM = ", ".join(f"('{kind}', {kind}, counted::int)" for kind in ("unit", "modality", "status"))
_ARTICLE = "('article', 'current', current::int), ('article', 'reprint', (current AND duplicate_of IS NOT NULL)::int)"
_TOPIC = "('topic', topic_id::text, COALESCE((SELECT counted FROM claim WHERE id = claim_id)::int, 0))"
_TURNED = """INSERT INTO tally (kind, name, number)
    SELECT 'topic', topic_id::text, SUM(fresh.counted::int - gone.counted::int)
    FROM fresh JOIN gone USING (id) JOIN claim_topic ON claim_id = fresh.id
    WHERE fresh.counted <> gone.counted GROUP BY topic_id ORDER BY 2"""
_NEW, _OLD = "NEW TABLE AS fresh", "OLD TABLE AS gone"
_SEEN = {"INSERT": _NEW, "UPDATE": f"{_OLD} {_NEW}", "DELETE": _OLD}


def _watch(short: str, table: str, event: str, entries: str, more: str = "") -> Trigger:
    """PostgreSQL: a trigger that counts what a statement did."""
    counted = _count("fresh", entries, "") if event != "DELETE" else ""
    counted += _count("gone", entries, "-") if event != "INSERT" else ""
    return Trigger(
        f"tally_{short}_{event.lower()}",
        table,
        f"AFTER {event} ON {table} REFERENCING {_SEEN[event]} FOR EACH STATEMENT",
        f"BEGIN {counted} {more} RETURN NULL; END",
        function=True,
    )


def _for_each(name: str, table: str, when: str, body: str) -> Trigger:
    """PostgreSQL: a trigger that goes by single rows."""
    return Trigger(name, table, when, f"BEGIN {body} END", function=True)


POSTGRESQL = (
    *(_watch("claim", "claim", event, _CLAIM) for event in ("INSERT", "DELETE")),
    _watch("claim", "claim", "UPDATE", _CLAIM, f"{_TURNED} {_UPSERT};"),
    *(_watch("topic", "claim_topic", event, _TOPIC) for event in ("INSERT", "DELETE")),
    *(_watch("article", "article", event, _ARTICLE) for event in ("INSERT", "UPDATE", "DELETE")),
    _for_each(
        "tally_claim_topics",
        "claim",
        "BEFORE DELETE ON claim FOR EACH ROW",
        "DELETE FROM claim_topic WHERE claim_id = OLD.id; RETURN OLD;",
    ),
    _for_each(
        "tally_claim_reject",
        "claim",
        "AFTER UPDATE OF status ON claim FOR EACH ROW WHEN ((OLD.status = 'rejected') <> (NEW.status = 'rejected'))",
        f"UPDATE claim SET counted = {_COUNTS.format(article='article', status='claim.status')} "
        "FROM article WHERE article.id = claim.article_id AND claim.id = NEW.id; RETURN NULL;",
    ),
    _for_each(
        "tally_article_turn",
        "article",
        "AFTER UPDATE OF current, duplicate_of ON article FOR EACH ROW "
        "WHEN (OLD.current <> NEW.current OR OLD.duplicate_of IS DISTINCT FROM NEW.duplicate_of)",
        "UPDATE claim SET counted = NOT counted WHERE article_id = NEW.id "
        f"AND counted <> {_COUNTS.format(article='NEW', status='status')}; RETURN NULL;",
    ),
)
