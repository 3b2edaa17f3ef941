"""Where the configuration comes from, and what wins."""

from __future__ import annotations

from pathlib import Path

import pytest
from projects import two_tables

from clinic_db import config
from clinic_db.errors import ProjectError, UsageError
from clinic_db.project import bundled_root, find

URL = "mysql://u@{}:3306/d"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that is also the current folder."""
    project = two_tables(tmp_path / "p")
    monkeypatch.chdir(project)
    return project


def _host(root: Path, database: str | None = None, **environ: str) -> str:
    return config.load(project_dir=root, database=database, environ=environ).database.host


def test_flag_beats_environment_beats_file_beats_option_file(root: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / ".my.cnf").write_text("[client]\nhost = from-cnf\ndatabase = d\npassword = 'x'\n")
    environ = {"HOME": str(home)}
    assert _host(root, **environ) == "from-cnf"
    (root / "clinic-db.toml").write_text(f'database = "{URL.format("from-file")}"\n')
    assert _host(root, **environ) == "from-file"
    environ["DATABASE_URL"] = URL.format("from-database-url")
    assert _host(root, **environ) == "from-database-url"
    environ["CLINIC_DB_URL"] = URL.format("from-env")
    assert _host(root, **environ) == "from-env"
    assert _host(root, URL.format("from-flag"), **environ) == "from-flag"


def test_environment_beats_dotenv(root: Path) -> None:
    (root / ".env").write_text(f'# mine\nexport CLINIC_DB_URL="{URL.format("dotenv")}"\n')
    assert _host(root) == "dotenv"
    assert _host(root, CLINIC_DB_URL=URL.format("env")) == "env"


def test_clinic_db_toml_beats_pyproject(root: Path) -> None:
    (root / "pyproject.toml").write_text(
        "[tool.clinic-db]\nlock_timeout = 5\nlock_wait_timeout = 6\n"
    )
    (root / "clinic-db.toml").write_text("lock_timeout = 7\n")
    settled = config.load(project_dir=root, environ={})
    assert (settled.lock_timeout, settled.lock_wait_timeout) == (7, 6)
    assert config.load(project_dir=root, lock_timeout=1, environ={}).lock_timeout == 1


def test_password_comes_from_url_then_prompt_then_file_then_environment(root: Path) -> None:
    secret = root / "secret"
    secret.write_text("from-file\n")
    environ = {"MYSQL_PWD": "from-env"}

    def password(url: str, **flags: object) -> str:
        return config.load(
            project_dir=root,
            database=url,
            environ=environ,
            **flags,  # type: ignore[arg-type]
        ).database.password

    bare = URL.format("h")
    assert password(bare) == "from-env"
    assert password(bare, password_file=secret) == "from-file"
    assert password("mysql://u:p%40ss@h/d", password_file=secret) == "p@ss"
    assert password("mysql://u:p@h/d", password="from-prompt") == "from-prompt"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("lock_timout = 5\n", "unknown key 'lock_timout'"),
        ("lock_timeout = -1\n", "whole number of seconds"),
        ("lock_timeout = true\n", "whole number of seconds"),
        ("lock_timeout = 'x'\n", "whole number of seconds"),
        ("lock_timeout = \n", "not valid TOML"),
    ],
)
def test_wrong_files_are_refused(root: Path, text: str, complaint: str) -> None:
    (root / "clinic-db.toml").write_text(text)
    with pytest.raises(UsageError, match=complaint):
        config.load(project_dir=root, environ={})


def test_unreadable_password_file_is_refused(root: Path) -> None:
    with pytest.raises(UsageError, match="cannot read it"):
        config.load(
            project_dir=root, database=URL.format("h"), password_file=root / "nope", environ={}
        )


def test_broken_option_file_is_refused_without_quoting_it(root: Path, tmp_path: Path) -> None:
    (tmp_path / ".my.cnf").write_text("password = hush-hush\n")
    with pytest.raises(UsageError) as refused:
        config.load(project_dir=root, environ={"HOME": str(tmp_path)})
    assert "hush" not in str(refused.value)


def test_project_is_found_from_a_folder_below(root: Path) -> None:
    (root / "clinic-db.toml").write_text("")
    below = root / "migrations" / "deeper"
    below.mkdir()
    assert find(start=below).root == root


def test_folder_without_a_mark_is_refused(tmp_path: Path) -> None:
    """Many frameworks have a migrations/ folder; only a marked one is ours, and what is meant
    is not guessed: the bundled clinic would go into somebody's database."""
    (tmp_path / "migrations").mkdir()
    with pytest.raises(ProjectError, match=r"touch clinic-db.toml"):
        find(start=tmp_path)


def test_bundled_clinic_is_found_from_anywhere_else(tmp_path: Path) -> None:
    found = find(start=tmp_path)
    assert found.bundled
    assert found.root == bundled_root()
    assert (found.root / "migrations").is_dir()


def test_named_folder_must_be_a_project(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="has no migrations/"):
        find(tmp_path)
