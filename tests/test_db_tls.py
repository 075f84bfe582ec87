"""PostgreSQL by TLS, as the options of the address want it: who cannot be trusted is told, and gets no password."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from postgresql_server import Server
from tls_front import TlsFront

from factdb.db.faults import TlsError
from factdb.db.queries import Filters, count_claims
from factdb.db.session import open_db

PASSWORD = Server.PASSWORD
YESTERDAY = datetime.now(UTC) - timedelta(days=1)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[trustme.CA, Path]:
    """Who signs certificates, and the file that says so."""
    authority = trustme.CA()
    file = tmp_path_factory.mktemp("authority") / "root.pem"
    authority.cert_pem.write_to_path(str(file))
    return authority, file


@pytest.fixture
def address(server: Server) -> Iterator[Callable[[trustme.LeafCert, str], str]]:
    """Makes the address of a new database behind a certificate."""
    name = server.create()
    fronts: list[TlsFront] = []

    def make(certificate: trustme.LeafCert, options: str) -> str:
        front = TlsFront(server.port, certificate).__enter__()
        fronts.append(front)
        return f"postgresql://factdb:{server.PASSWORD}@localhost:{front.port}/{name}?{options}"

    yield make
    for front in fronts:
        front.__exit__()
    server.drop(name)


Address = Callable[[trustme.LeafCert, str], str]


def test_a_server_with_the_right_certificate_is_trusted(authority: tuple[trustme.CA, Path], address: Address) -> None:
    """Wholly: its host and who signed it; what is said is said by TLS."""
    signer, root = authority
    url = address(signer.issue_cert("localhost"), f"sslmode=verify-full&sslrootcert={root}")
    with open_db(url) as db:
        assert count_claims(db, Filters()) == 0
        with db.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            assert driver.pgconn.ssl_in_use


def _told(url: str) -> str:
    """What a command says of an address, all of it."""
    done = subprocess.run(
        [sys.executable, "-m", "factdb", "list", "--db", url], capture_output=True, text=True, check=False,
        env={**os.environ, "COLUMNS": "200"},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr


MISTRUSTED = [
    ("localhost", "sslmode=verify-full&sslrootcert={other}", "certificate verify failed"),
    ("localhost", "sslmode=verify-ca&sslrootcert={other}", "certificate verify failed"),
    ("db.example", "sslmode=verify-full&sslrootcert={root}", 'does not match host name "localhost"'),
    ("expired", "sslmode=verify-full&sslrootcert={root}", "certificate verify failed"),
    ("localhost", "sslmode=verify-full&sslrootcert={root}.no", "does not exist"),
    ("localhost", "sslmode=verify-full&sslrootcert={empty}", "could not read root certificate file"),
]


@pytest.mark.parametrize("case", MISTRUSTED)
def test_a_server_that_cannot_be_trusted_is_told(
    authority: tuple[trustme.CA, Path], address: Address, tmp_path: Path, case: tuple[str, str, str]
) -> None:
    """Another signer, another host, a certificate out of date, no file: one sentence with what to check."""
    (signer, root), (host, options, cause) = authority, case
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "other.pem"))
    (tmp_path / "empty.pem").touch()
    until = YESTERDAY if host == "expired" else None
    certificate = signer.issue_cert("localhost" if until else host, not_after=until)
    options = options.format(root=root, other=tmp_path / "other.pem", empty=tmp_path / "empty.pem")
    url = address(certificate, options)
    with pytest.raises(TlsError, match=cause):
        open_db(url)
    said = _told(url)
    assert said.startswith("postgresql://factdb@localhost:")
    assert "cannot be reached by TLS: " in said
    assert "Check the host, sslmode and sslrootcert in the address" in said
    assert said.count("\n") == 1
    assert PASSWORD not in said


def test_a_server_without_tls_is_refused_where_tls_is_wanted(server: Server) -> None:
    """The password does not go there in the open."""
    url = f"{server.url('postgres', server.PASSWORD)}?sslmode=require"
    said = _told(url)
    assert "SSL was required" in said
    assert PASSWORD not in said
