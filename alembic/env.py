"""Alembic's entry: the connection that factdb passes along, or one of its own to FACTDB_URL."""

from alembic import context
from sqlalchemy import Connection

from factdb.db import tally, views
from factdb.db.database import make_engine
from factdb.db.migrate import HEAD
from factdb.db.models import Base
from factdb.db.search import is_derived_table
from factdb.db.session import address_of
from factdb.settings import URL


def include_name(name: str | None, kind: str, _: object) -> bool:
    """Leave the tables of indexes and counters alone: no model describes them."""
    return not (kind == "table" and is_derived_table(name or ""))


def migrate(connection: Connection) -> None:
    """Run the migrations over `connection`, in the transaction it is in; the views are those of the newest schema."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        include_name=include_name,
    )
    with context.begin_transaction():
        revision = context.get_context().get_current_revision
        tally.lift(connection)
        if (revision() or "") >= views.SINCE:
            views.drop(connection)
        context.run_migrations()
        tally.lay(connection)
        if revision() == HEAD:
            views.create(connection)


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    with make_engine(address_of(URL.read())).execution_options(writes=True).begin() as own:
        migrate(own)
