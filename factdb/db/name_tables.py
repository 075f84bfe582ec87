"""The tables of names: what metrics and subjects are called, and which of it is one."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from factdb.db.base import Base, Origin


class Metric(Base):
    """What is measured, under its one name; one that was merged into another has no alias left.

    Attributes:
        id: Its number.
        name: The name.
        origin: Where the name comes from.
    """

    __tablename__ = "metric"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True)
    origin: Mapped[Origin]


class MetricAlias(Base):
    """A name of a metric, its own included; `key` is the name as it is compared.

    Attributes:
        key: The name as it is compared: folded, in simplified characters.
        name: The name as it is written.
        metric_id: The metric that goes by it.
        origin: Where the name comes from.
    """

    __tablename__ = "metric_alias"

    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    metric_id: Mapped[int] = mapped_column(ForeignKey("metric.id", ondelete="CASCADE"), index=True)
    origin: Mapped[Origin]


class Subject(Base):
    """Whose a figure is, under its one name; one that was merged into another has no alias left.

    Attributes:
        id: Its number.
        name: The name.
        kind: What it is: a company, a product, a place …, as the lexicon has it.
        origin: Where the name comes from.
    """

    __tablename__ = "subject"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(default="")
    origin: Mapped[Origin]


class SubjectAlias(Base):
    """A name of a subject, its own included; `key` is the name as it is compared.

    Attributes:
        key: The name as it is compared: folded, in simplified characters.
        name: The name as it is written.
        subject_id: The subject that goes by it.
        origin: Where the name comes from.
    """

    __tablename__ = "subject_alias"

    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id", ondelete="CASCADE"), index=True)
    origin: Mapped[Origin]
