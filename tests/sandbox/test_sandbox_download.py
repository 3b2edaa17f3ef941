"""The private download: from a signed mirror whole, from a tampered one not at all.

The mirror is the small signed repository beside this file, reached the way the real one is:
through the machine's apt configuration, which the tests replace.
"""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from clinic_db.errors import SandboxError
from clinic_db.sandbox import apt, download, paths
from clinic_db.sandbox.apt import Distribution
from clinic_db.sandbox.program import Program

_HERE = Path(__file__).parent
_ROOT = _HERE.parent.parent
_ONE_LINE = "deb {mirror} bookworm main\ndeb {mirror} bookworm-updates main\n"
_DEB822 = "Types: deb\nURIs: {mirror}\nSuites: bookworm bookworm-updates\nComponents: main\n"


def unpacked(root: Path) -> Program:
    """Stand in for a look at the server: these packages hold none."""
    assert (root / "usr/share/mysql-client-core/what").exists()
    text = (root / "usr/share/mysql-server-core/what").read_text()
    return Program("download", (), (), text.split()[1].split("-")[0], text)


def quiet(_what: str, _fraction: float) -> None:
    """Show no progress."""


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    """A copy of the repository, free to be tampered with."""
    return Path(shutil.copytree(_HERE / "repository", tmp_path / "mirror"))


@pytest.fixture
def linux(mirror: Path) -> Distribution:
    """A Debian that trusts the repository's key."""
    return Distribution("Debian", ("bookworm",), ("sid",), ("main",), mirror / "keyring.gpg")


@pytest.fixture(autouse=True)
def machine(
    mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, str], None]:
    """A machine with an empty cache whose apt configuration names our mirror alone."""
    etc = tmp_path / "etc"
    for folder in ("apt.conf.d", "sources.list.d", "preferences.d"):
        (etc / folder).mkdir(parents=True)
    (tmp_path / "lists").mkdir()
    config = tmp_path / "apt.conf"
    config.write_text(f'Dir::Etc "{etc}/";\nDir::State::Lists "{tmp_path}/lists";\n')
    monkeypatch.setenv("APT_CONFIG", str(config))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def configure(name: str, text: str) -> None:
        (etc / "sources.list").unlink(missing_ok=True)
        (etc / name).write_text(text.format(mirror=f"file:{mirror}"))

    configure("sources.list", _ONE_LINE)
    return configure


def left() -> list[str]:
    """Return what a failed download has left."""
    return [path.name for path in paths.downloads_dir().iterdir()]


@pytest.mark.parametrize(
    ("name", "text"),
    [("sources.list", _ONE_LINE), ("sources.list.d/debian.sources", _DEB822)],
    ids=["one-line", "deb822"],
)
def test_the_machines_own_mirror_serves_before_any_list_was_fetched(
    machine: Callable[[str, str], None], linux: Distribution, name: str, text: str
) -> None:
    machine(name, text)
    assert download.ensure(quiet, linux, unpacked).version == "9.7.4"
    assert left() == ["9.7.4"]


def test_twenty_at_once_fetch_once(linux: Distribution) -> None:
    fetched: Counter[tuple[str, float]] = Counter()

    def count(what: str, fraction: float) -> None:
        fetched[what, fraction] += 1

    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(lambda _: download.ensure(count, linux, unpacked), range(20)))
    assert {program.version for program in found} == {"9.7.4"}
    assert fetched["unpacking", 1.0] == 1


def _break_package(mirror: Path) -> None:
    for deb in (mirror / "pool").glob("mysql-server-core_9.7*"):
        content = bytearray(deb.read_bytes())
        content[-20] ^= 1
        deb.write_bytes(content)


def _swap_package(mirror: Path) -> None:
    shutil.copy(*sorted((mirror / "pool").glob("mysql-server-core_*"), reverse=True))


def _break_index(mirror: Path) -> None:
    for index in mirror.glob("dists/sid/main/*/Packages"):
        index.write_text(index.read_text().replace("9.7.4", "9.7.5"))


def _break_signed_text(mirror: Path) -> None:
    release = mirror / "dists/sid/InRelease"
    release.write_text(release.read_text().replace("Suite: sid", "Suite: Sid"))


def _drop_signature(mirror: Path) -> None:
    release = mirror / "dists/sid/InRelease"
    signed = release.read_text().split("\n\n", 1)[1].split("-----BEGIN PGP SIGNATURE")[0]
    (mirror / "dists/sid/Release").write_text(signed)
    release.unlink()


def _change_key(mirror: Path) -> None:
    (mirror / "keyring.gpg").write_bytes(b"")


@pytest.mark.parametrize(
    "tamper",
    [
        _break_package,
        _swap_package,
        _break_index,
        _break_signed_text,
        _drop_signature,
        _change_key,
    ],
)
def test_a_tampered_mirror_is_refused_and_leaves_nothing(
    mirror: Path, linux: Distribution, tamper: Callable[[Path], None], tmp_path: Path
) -> None:
    tamper(mirror)
    # Not even a machine that accepts unsigned packages for itself makes us accept them.
    (tmp_path / "etc/apt.conf.d/trusting").write_text(
        'APT::Get::AllowUnauthenticated "true"; Acquire::AllowInsecureRepositories "true";\n'
    )
    with pytest.raises(SandboxError, match="apt-get refused or failed"):
        download.ensure(quiet, linux, unpacked)
    assert left() == []


def test_an_unknown_version_is_refused(mirror: Path) -> None:
    moved = Distribution("Debian", ("bookworm",), ("moving",), ("main",), mirror / "keyring.gpg")
    with pytest.raises(SandboxError, match=r"(?s)no MySQL 8\.4 or 9\.7.*mysql-server-core 9\.8\.0"):
        download.ensure(quiet, moved, unpacked)
    assert left() == []


def test_a_package_that_lies_about_its_version_is_refused(linux: Distribution) -> None:
    def lying(root: Path) -> Program:
        return Program("download", (), (), "9.6.0", unpacked(root).build)

    with pytest.raises(SandboxError, match=r"9\.7\.4-2 holds MySQL 9\.6\.0"):
        download.ensure(quiet, linux, lying)
    assert left() == []


def test_an_interrupted_download_leaves_nothing(linux: Distribution) -> None:
    def interrupt(what: str, _fraction: float) -> None:
        if what == "unpacking":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        download.ensure(interrupt, linux, unpacked)
    assert left() == []


def test_what_a_killed_download_left_goes_with_the_next_one(linux: Distribution) -> None:
    (paths.downloads_dir() / ".partial-killed" / "root").mkdir(parents=True)
    download.ensure(quiet, linux, unpacked)
    assert left() == ["9.7.4"]


def test_a_full_disk_is_said_before_anything_is_fetched(
    linux: Distribution, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "_SPACE_WANTED", 1 << 60)
    with pytest.raises(SandboxError, match="MB free, the download needs"):
        download.ensure(quiet, linux, unpacked)
    assert left() == []


def test_a_machine_whose_apt_names_no_mirror_is_told_so(
    machine: Callable[[str, str], None], linux: Distribution
) -> None:
    machine("sources.list", "deb {mirror} elsewhere main\n")
    with pytest.raises(SandboxError, match="names no mirror of Debian bookworm"):
        download.ensure(quiet, linux, unpacked)


def test_somebody_elses_repository_is_not_taken_for_the_distributions(
    machine: Callable[[str, str], None], linux: Distribution
) -> None:
    """Other people's repositories use Debian's suite names; the archive's path tells them apart."""
    machine(
        "sources.list",
        "deb http://vendor.invalid/tool/debian bookworm main\n"
        "deb http://mirror.invalid/debian bookworm main\n",
    )
    (line,) = apt.source_lines(linux)
    assert line.endswith("http://mirror.invalid/debian/ sid main")


def test_the_lock_is_held_while_fetching(linux: Distribution) -> None:
    """A second process waits for the first: seen from inside the first one's progress."""
    waited = threading.Event()

    def look(what: str, _fraction: float) -> None:
        if what == "unpacking" and not waited.is_set():
            done = subprocess.run(["flock", "--nonblock", str(lock), "true"], check=False)
            assert done.returncode == 1
            waited.set()

    lock = paths.downloads_dir() / ".lock"
    download.ensure(look, linux, unpacked)
    assert waited.is_set()


def test_no_file_names_a_mirrors_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("APT_CONFIG")
    words = ["apt-get", "indextargets", "--no-release-info", "--format", "$(REPO_URI)"]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
    hosts = {host for address in told if (host := urlsplit(address).hostname)}
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=_ROOT, capture_output=True, check=True)
    files = [_ROOT / name for name in listed.stdout.decode().split("\0") if name]
    assert len(files) > 10
    guilty = [
        (file.name, host)
        for file in files
        if file.is_file()
        for host in hosts
        if host.encode() in file.read_bytes()
    ]
    assert guilty == []
