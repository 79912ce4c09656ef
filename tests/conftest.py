"""What every test assumes: Hypothesis without a deadline, and in CI with the same examples each time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import engine

from shell import HEADER, ONE_LINE, UNITS, Shell

# A failing example is shown soon, if not at its smallest; the library would go on for five minutes.
assert engine.MAX_SHRINKING_SECONDS == 300
engine.MAX_SHRINKING_SECONDS = 30
# A busy machine is no failure; a property that is slow on one example is none either.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# In CI the same tree gives the same verdict; new examples are looked for at the desk.
settings.register_profile("ci", parent=settings.get_profile("here"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session", autouse=True)
def compiled_modules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What a test starts finds modules compiled, as those of an installed package are; the tree is not written to."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path_factory.mktemp("compiled")))
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        yield


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "NO_COLOR", "RUBRICC_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "100")
    shell = Shell(tmp_path, capsys)
    shell.write("热线.rubric", HEADER + ONE_LINE)
    shell.write("facts.yaml", "接通率: 94.36%\n")
    return shell


@pytest.fixture
def keyed(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell whose private keys are kept in its folder."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(shell.folder / "settings"))
    monkeypatch.setenv("RUBRICC_ACTOR", "张三")
    monkeypatch.delenv("RUBRICC_PASSPHRASE", raising=False)
    return shell


@pytest.fixture
def recorded(keyed: Shell) -> Shell:
    """A ledger with one score in it."""
    assert keyed("audit", "init", "台账", "--identity", "某局/2020").code == 0
    done = keyed("score", "热线.rubric", "--data", "facts.yaml", "--ledger", "台账")
    assert done.code == 0, done.err
    return keyed


@pytest.fixture
def run_recorded(keyed: Shell) -> Shell:
    """A ledger with a run over three units in it, and a checkpoint."""
    keyed.write("科室.rubric", UNITS)
    keyed.write("科室.csv", "单位,接通率\n甲科,96%\n乙科,94.36%\n丙科,90%\n")
    keyed("audit", "init", "台账", "--identity", "某局/科室")
    done = keyed("score", "科室.rubric", "--data", "科室.csv", "--ledger", "台账")
    assert done.code == 0, done.err
    assert "ledger 某局/科室, record 1, hash " in done.out
    keyed("audit", "checkpoint", "台账")
    return keyed
