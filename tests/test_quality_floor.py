"""The gate of quality: a figure under its floor is named, and a floor only ever rises."""

import importlib.util
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

TOP = Path(__file__).parents[1]
FLOORS = TOP / "tests" / "quality_floor.toml"


@pytest.fixture
def quality() -> ModuleType:
    """The script that `.ci/run` calls."""
    spec = importlib.util.spec_from_file_location("quality", TOP / ".ci" / "quality.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_figure_under_its_floor_is_named(quality: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    """The table shows every figure beside its floor, and marks the one that fell."""
    fallen = quality.compare({"dev": {"found": 90.0, "whole": 50.0}}, {"dev": {"found": 89.9, "whole": 50.0}})
    assert fallen == ["dev found"]
    assert "dev found             90.0    89.9   UNDER ITS FLOOR" in capsys.readouterr().out


def test_a_floor_only_rises(quality: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Floors go to half a point under better figures, stay where figures got worse, and keep their comments."""
    path = tmp_path / "floor.toml"
    path.write_text('# why\n[dev]\n"claim F1" = 80.0\n"whole" = 60.0\n', encoding="utf-8")
    monkeypatch.setattr(quality, "FLOORS", path)
    quality.lift(tomllib.loads(path.read_text(encoding="utf-8")), {"dev": {"claim F1": 90.2, "whole": 60.1}})
    assert path.read_text(encoding="utf-8") == '# why\n[dev]\n"claim F1" = 89.7\n"whole" = 60.0\n'


def test_the_floors_are_per_cent() -> None:
    """Each set has floors between 0 and 100 for its figures."""
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    assert set(floors) == {"seed", "dev", "suites"}
    assert all(0 <= floor <= 100 for figures in floors.values() for floor in figures.values())
