"""What docker/ promises and no engine is needed to check."""

import re
import subprocess

from tthc_cli.paths import REPO

DOCKER = REPO / "docker"


def _text(name):
    return (DOCKER / name).read_text(encoding="utf-8")


def test_no_password_has_a_default():
    used = re.findall(r"\$\{(\w+)(:?[-?][^}]*)?\}", _text("compose.yaml"))
    secrets = {name: rule for name, rule in used if "PASSWORD" in name}
    assert set(secrets) == {"DB_PASSWORD", "ADMIN_PASSWORD"}
    assert all(rule.startswith(":?") for rule in secrets.values())
    example = dict(re.findall(r"^(\w+)=(.*)$", _text(".env.example"), re.M))
    assert example == {"DB_PASSWORD": "", "ADMIN_PASSWORD": ""}
    assert not re.search(r"passw\w*\s*=", _text("odoo.conf"), re.I)


def test_each_variable_is_in_the_example_and_the_readme():
    used = set(re.findall(r"(?<!\$)\$\{(\w+)", _text("compose.yaml")))
    offered = set(re.findall(r"^#? ?(\w+)=", _text(".env.example"), re.M))
    assert used == offered
    assert all(f"`{name}`" in _text("README.md") for name in used)


def test_what_the_image_copies_is_there_and_not_ignored():
    copied = re.findall(r"^COPY (?:--\S+ )*(\S+) \S+$", _text("Dockerfile"), re.M)
    ignore = (REPO / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "addons" in copied
    for name in copied:
        assert (REPO / name).exists(), name
        assert f"!{name}" in ignore


def test_the_entry_point_asks_for_what_is_missing(tmp_path):
    folders = {"TTHC_DIR": str(tmp_path), "TMPDIR": str(tmp_path)}

    def run(**env):
        return subprocess.run(
            [DOCKER / "entrypoint.sh", "true"],
            env={"PATH": "/usr/bin:/bin", **folders, **env},
            capture_output=True,
            text=True,
            check=False,
        )

    (tmp_path / "odoo.conf").write_text("[options]\n", encoding="utf-8")
    missing = run()
    assert missing.returncode == 64
    assert "PGPASSWORD" in missing.stderr
    (tmp_path / "secret").write_text("s\n", encoding="utf-8")
    assert run(PGPASSWORD_FILE=str(tmp_path / "secret")).returncode == 0
