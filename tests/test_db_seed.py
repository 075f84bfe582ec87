"""The lexicon's topics and names are laid in once; what people changed since stays."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
import pytest
from sqlalchemy import delete, func, insert, select, update

from factdb.claim import Article
from factdb.db.database import Database
from factdb.db.models import Metric, Origin, Seed, Subject, SubjectAlias, Topic
from factdb.db.queries import Filters, count_topics, list_claims
from factdb.db.seed import lay_in_lexicon
from factdb.db.session import open_db
from factdb.lexicon import Lexicon, SubjectEntry, TopicEntry, load_lexicon

if TYPE_CHECKING:
    from conftest import MakeClaim, Put


def _lexicon(
    fingerprint: str,
    subjects: Sequence[SubjectEntry] = (),
    topics: Sequence[TopicEntry] = (),
) -> Lexicon:
    """A lexicon whose names and topics are these alone."""
    base, replace = load_lexicon(), msgspec.structs.replace
    return replace(
        base,
        fingerprint=fingerprint,
        subjects=replace(base.subjects, subject=tuple(subjects)),
        metrics=replace(base.metrics, metric=()),
        topics=replace(base.topics, topic=tuple(topics)),
    )


def _aliases(db: Database, subject: str) -> set[str]:
    with db.connect() as connection:
        return set(
            connection.scalars(
                select(SubjectAlias.name)
                .join(Subject, Subject.id == SubjectAlias.subject_id)
                .where(Subject.name == subject)
            )
        )


def test_a_new_database_has_the_topics_of_the_lexicon(db: Database) -> None:
    """All of them, in their order, none with a claim yet."""
    topics = load_lexicon().topics.topic
    assert [(t.slug, t.name, t.english, t.claims) for t in count_topics(db)] == [
        (t.slug, t.name, t.english, 0) for t in topics
    ]


def test_a_new_database_knows_the_names_of_the_lexicon(db: Database) -> None:
    """Each metric with its aliases."""
    with db.connect() as connection:
        names = set(connection.scalars(select(Metric.name)))
    assert names >= {entry.name for entry in load_lexicon().metrics.metric[:50]}


def test_laying_in_again_changes_nothing(db: Database) -> None:
    """The same lexicon is laid in once."""

    def size() -> list[int | None]:
        with db.connect() as connection:
            return [connection.scalar(select(func.count()).select_from(t)) for t in (Topic, Metric, SubjectAlias, Seed)]

    lay_in_lexicon(db, _lexicon("one", [SubjectEntry("青石集团", ("青石",))]))
    before = size()
    lay_in_lexicon(db, _lexicon("one", [SubjectEntry("青石集团", ("青石",))]))
    assert size() == before


def test_a_lexicon_that_has_grown_adds_what_is_new(db: Database) -> None:
    """A new alias goes to the subject that is there."""
    lay_in_lexicon(db, _lexicon("one", [SubjectEntry("青石集团", ("青石",))]))
    lay_in_lexicon(db, _lexicon("two", [SubjectEntry("青石集团", ("青石", "QSG")), SubjectEntry("白水")]))
    assert _aliases(db, "青石集团") == {"青石集团", "青石", "QSG"}
    assert _aliases(db, "白水") == {"白水"}


def test_a_topic_stands_under_its_parent(db: Database) -> None:
    """Topics may be a tree."""
    lay_in_lexicon(
        db,
        _lexicon(
            "one", topics=[TopicEntry("energy", "能源", "Energy"), TopicEntry("coal", "煤炭", "Coal", parent="energy")]
        ),
    )
    with db.connect() as connection:
        parent = select(Topic.id).where(Topic.slug == "energy").scalar_subquery()
        assert connection.scalar(select(Topic.slug).where(Topic.parent_id == parent)) == "coal"


def test_what_people_renamed_stays_renamed(db: Database) -> None:
    """A canonical name of a person's choice keeps its new aliases."""
    lay_in_lexicon(db, _lexicon("one", [SubjectEntry("青石集团", ("青石",))]))
    with db.begin() as connection:
        connection.execute(update(Subject).where(Subject.name == "青石集团").values(name="青石", origin=Origin.PERSON))
    lay_in_lexicon(db, _lexicon("two", [SubjectEntry("青石集团", ("青石", "QSG"))]))
    assert _aliases(db, "青石") == {"青石集团", "青石", "QSG"}


def test_what_people_took_out_stays_out(db: Database) -> None:
    """An alias that was deleted does not come back with the next lexicon."""
    lay_in_lexicon(db, _lexicon("one", [SubjectEntry("青石集团", ("青石",))]))
    with db.begin() as connection:
        connection.execute(delete(SubjectAlias).where(SubjectAlias.name == "青石"))
    lay_in_lexicon(db, _lexicon("two", [SubjectEntry("青石集团", ("青石", "QSG"))]))
    assert _aliases(db, "青石集团") == {"青石集团", "QSG"}


def test_what_people_moved_stays_where_it_is(db: Database) -> None:
    """An alias that a person gave to another subject is not taken back."""
    lay_in_lexicon(db, _lexicon("one", [SubjectEntry("白水")]))
    with db.begin() as connection:
        own = connection.scalar(select(Subject.id).where(Subject.name == "白水"))
        connection.execute(
            insert(SubjectAlias), [{"key": "青石", "name": "青石", "subject_id": own, "origin": Origin.PERSON}]
        )
    lay_in_lexicon(db, _lexicon("two", [SubjectEntry("青石集团", ("青石",))]))
    assert _aliases(db, "白水") == {"白水", "青石"}
    assert _aliases(db, "青石集团") == {"青石集团"}


def test_names_that_articles_brought_join_their_canonical_name(
    db: Database, put: "Put", make_claim: "MakeClaim"
) -> None:
    """A lexicon that learns 青石 → 青石集团 gathers the claims that were stored as 青石."""
    text = "青石营收3亿元。"
    put(Article("/a.txt", text), make_claim(text, "3亿元", subject="青石"))
    lay_in_lexicon(db, _lexicon("one", [SubjectEntry("青石集团", ("青石",))]))
    (claim,) = list_claims(db, Filters(subject=("青石集团",)))
    assert (claim.subject, claim.canonical_subject) == ("青石", "青石集团")


def test_a_name_that_an_article_brought_becomes_the_lexicons(db: Database, put: "Put", make_claim: "MakeClaim") -> None:
    """The same name is the same row, with its aliases added."""
    text = "青石集团营收3亿元。"
    put(Article("/a.txt", text), make_claim(text, "3亿元", subject="青石集团"))
    lay_in_lexicon(db, _lexicon("one", [SubjectEntry("青石集团", ("青石",), kind="company")]))
    with db.connect() as connection:
        row = connection.execute(select(Subject.kind, Subject.origin).where(Subject.name == "青石集团")).one()
    assert tuple(row) == ("company", Origin.LEXICON)
    assert len(list(list_claims(db, Filters(subject=("青石",))))) == 1


def test_a_lexicon_of_ones_own_is_laid_in_when_the_database_is_opened(
    db: Database, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FACTDB_LEXICON adds its topics to a database that is there."""
    own = tmp_path_factory.mktemp("lexicon")
    (own / "topics.toml").write_text('[[topic]]\nslug = "tea"\nname = "茶"\nenglish = "Tea"\n', encoding="utf-8")
    monkeypatch.setenv("FACTDB_LEXICON", str(own))
    with open_db(db.name) as again:
        assert [topic.name for topic in count_topics(again) if topic.slug == "tea"] == ["茶"]
