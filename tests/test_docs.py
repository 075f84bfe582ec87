"""What is written down is so: the pages follow the commands, the settings, the lexicon and the extractor."""

import re
import subprocess
import sys
import tomllib
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import pytest

from factdb.claim import Basis, Change, Claim, Comparator, Modality
from factdb.extract import extract
from factdb.lexicon import FILES, load_lexicon
from factdb.settings import SETTINGS, Setting
from factdb.wording import format_decimal

TOP = Path(__file__).parents[1]
DOCS = TOP / "docs"
READMES = (TOP / "README.md", TOP / "README.zh-CN.md")
PAGES = (*READMES, TOP / "CONTRIBUTING.md", TOP / "SECURITY.md", *sorted(DOCS.rglob("*.md")))
# All but the pages that are made from the code alone, or tell what has been.
WRITTEN = [path for path in PAGES if path.name not in {"cli.md", "CHANGELOG.md"}]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def _rows(page: str, first_heading: str) -> list[list[str]]:
    """The rows of the table whose heading starts with these words, without backticks."""
    _, _, table = page.partition(f"\n| {first_heading}")
    lines = table.partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip().replace("`", "") for cell in line.strip().strip("|").split("|")] for line in lines]


def test_pages_made_from_the_commands_are_up_to_date() -> None:
    """The reference says what ``--help`` says, and the READMEs show what their commands print."""
    done = subprocess.run(
        [sys.executable, DOCS / "generate.py", "--check"], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("language", ["sh", "console"])
def test_both_readmes_show_the_same_commands(language: str) -> None:
    """A reader of Chinese is told to do the same as a reader of English."""
    english, chinese = ([_commands(block) for block in _blocks(_read(path), language)] for path in READMES)
    assert english
    assert chinese == english


def _commands(block: str) -> list[str]:
    """The lines of a block without the comments, which are in the README's own language."""
    return [line.partition("  #")[0].rstrip() for line in block.splitlines() if not line.startswith("#")]


def _calls(page: str) -> list[str]:
    """What a page tells a reader to type after ``factdb``."""
    blocks = "\n".join(_blocks(page, "sh") + _blocks(page, "console"))
    given = re.findall(r"^(?:\$ |.*\| )?(?:FACTDB_\w+=\S+ )?factdb (\S.*)", blocks, re.MULTILINE)
    return [re.split(r"  #| \| | > ", call)[0] for call in given]


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(TOP)))
def test_the_commands_of_a_page_exist(path: Path) -> None:
    """Every command that a reader is told to type is one, and has the options it is given."""
    reference = _read(DOCS / "cli.md")
    for call in _calls(_read(path)):
        name, *words = call.split()
        if words and f"\n## factdb {name} {words[0]}\n" in reference:
            name = f"{name} {words.pop(0)}"
        _, heading, section = reference.partition(f"\n## factdb {name}\n")
        assert heading or name.startswith("--"), call
        section = section.partition("\n## ")[0]
        options = [word for word in words if re.fullmatch(r"--[a-z-]+", word)]
        assert [option for option in options if heading and f" {option} " not in section] == [], call


def test_a_page_and_its_translation_show_the_same() -> None:
    """A reader of Chinese is told to do the same as a reader of English, in tutorial and how-tos."""
    translated = sorted((DOCS / "zh").rglob("*.md"))
    assert {path.stem for path in (DOCS / "howto").glob("*.md")} < {path.stem for path in translated}
    for path in translated:
        english = DOCS / path.relative_to(DOCS / "zh")
        for language in ("sh", "console"):
            commands = [[_commands(block) for block in _blocks(_read(page), language)] for page in (english, path)]
            assert commands[0] == commands[1], path


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_pip_alone_installs_what_the_tests_import(path: Path) -> None:
    """Who does without uv is told of every package but those that only look at the code."""
    groups = tomllib.loads(_read(TOP / "pyproject.toml"))["dependency-groups"]
    wanted = {re.split(r"[><=\[]", name)[0] for name in groups["dev"]} - {
        *("factdb", "coverage", "import-linter", "mypy", "pytest-xdist", "ruff"),
    }
    (told,) = re.findall(r"^pip install -c constraints.txt ((?:.*\\\n)*.*)$", _read(path), re.MULTILINE)
    assert set(told.replace("\\\n", " ").split()) == {"-e", '".[all]"', *wanted}


def test_ci_runs_the_command_of_the_readme() -> None:
    """What a newcomer is told to run is what every change must pass."""
    command = "pip install uv && uv run pytest"
    assert all(command in _read(path) for path in READMES)
    assert f"step '{command}'" in _read(TOP / ".ci" / "run")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TOP)))
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    """A link to a file of the project finds it."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", _read(path)):
        assert (path.parent / target).exists(), target


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_explained(setting: Setting) -> None:
    """docs/settings.md lists each setting."""
    assert f"| `{setting.variable}` |" in _read(DOCS / "settings.md")


def test_every_extra_is_explained() -> None:
    """docs/settings.md lists each extra."""
    extras = tomllib.loads(_read(TOP / "pyproject.toml"))["project"]["optional-dependencies"]
    assert [name for name in extras if f"| `factdb[{name}]` |" not in _read(DOCS / "settings.md")] == []


def test_every_command_is_mentioned() -> None:
    """Each command stands in the reference, and in a page that says what it is for."""
    names = re.findall(r"^## factdb (\w[\w -]*)$", _read(DOCS / "cli.md"), re.MULTILINE)
    assert names
    told = "\n".join(_read(path) for path in WRITTEN)
    # What is told of the names of subjects holds for those of metrics.
    told += told.replace("factdb subjects ", "factdb metrics ")
    groups = {name.partition(" ")[0] for name in names if " " in name}
    untold = [name for name in names if name not in groups and f"factdb {name}" not in told]
    assert untold == []


def test_every_field_of_a_claim_is_defined() -> None:
    """docs/claim.md explains each field that a user sees."""
    page = _read(DOCS / "claim.md")
    fields = {*Claim.__struct_fields__} - {"evidence"}
    assert [name for name in sorted(fields) if f"`{name}`" not in page] == []


@pytest.mark.parametrize("words", [Comparator, Modality, Change, Basis])
def test_every_value_of_an_enumeration_is_defined(words: type[StrEnum]) -> None:
    """docs/claim.md explains each word that a field may hold."""
    page = _read(DOCS / "claim.md")
    assert [str(word) for word in words if not re.search(rf"[`| ]{word}[`| ]", page)] == []


def test_every_topic_is_listed() -> None:
    """docs/claim.md lists the topics of the lexicon."""
    page = _read(DOCS / "claim.md")
    assert [topic.slug for topic in load_lexicon().topics.topic if f"`{topic.slug}`" not in page] == []


@pytest.mark.parametrize("row", _rows(_read(DOCS / "claim.md"), "text"), ids=lambda row: row[0])
def test_the_table_of_values_is_what_extraction_reads(row: list[str]) -> None:
    """Each text in the table of values gives the ends and the comparator beside it."""
    texts, low, high, comparator = row
    for text in texts.split(", "):
        (claim,) = extract(f"公司现有{text}。" if text[0] != "营" else f"公司{text}。")
        wanted = (Decimal(low) if low else None, Decimal(high) if high else None, comparator)
        assert (claim.low, claim.high, claim.cmp) == wanted, text


def test_the_example_of_a_claim_is_what_extraction_reads() -> None:
    """The sentence that opens docs/claim.md gives the two claims below it."""
    page = _read(DOCS / "claim.md")
    (sentence,) = re.findall(r"^> (.+)$", page, re.MULTILINE)
    claims = extract(sentence)
    for name, *wanted in _rows(page, "field"):
        for claim, want in zip(claims, wanted, strict=True):
            values = [getattr(claim, field) for field in name.split(", ")]
            texts = [format_decimal(value) if isinstance(value, Decimal) else value for value in values]
            assert ", ".join(dict.fromkeys(filter(None, texts))) == want, name


def test_the_examples_of_a_lexicon_can_be_used(tmp_path: Path) -> None:
    """The files that docs/lexicon.md shows make a folder that changes how its sentence is read."""
    page = _read(DOCS / "lexicon.md")
    for example in _blocks(page, "toml"):
        (name,) = re.findall(r"^# my-lexicon/(\w+\.toml)\n", example)
        (tmp_path / name).write_text(example, encoding="utf-8")
    (sentence,) = re.findall(r'factdb explain "(.+)"', page)
    (before,) = extract(sentence)
    (after,) = extract(sentence, lexicon=load_lexicon(str(tmp_path)))
    assert (before.cmp, after.cmp) == (Comparator.EQ, Comparator.GE)
    assert "catering" in after.topics


def test_every_key_of_the_lexicon_has_a_meaning() -> None:
    """No row of the tables in docs/lexicon.md leaves a reader guessing."""
    page = _read(DOCS / "lexicon.md")
    assert [stem for stem in FILES if f"\n## {stem}.toml\n" not in page] == []
    assert re.findall(r"^\| (`.+`) \| .* \|  \|$", page, re.MULTILINE) == []


@pytest.mark.parametrize("folder", sorted((DOCS / "files").iterdir()), ids=lambda folder: folder.name)
def test_who_follows_a_page_is_told_where_its_files_are(folder: Path) -> None:
    """A page that starts from files of ours says where they are, in both languages."""
    pages = list(DOCS.rglob(f"{folder.name}.md"))
    assert len(pages) == 2
    assert [page for page in pages if f"docs/files/{folder.name}" not in _read(page)] == []
