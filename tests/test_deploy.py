"""The files for deployers say the same thing wherever they say it."""

from __future__ import annotations

import ast
import json
import re

import yaml

from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"


def spawner() -> dict[str, object]:
    """What jupyterhub_config.py sets on the spawner to a plain value."""
    found: dict[str, object] = {}
    for node in ast.parse((DEPLOY / "jupyterhub_config.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).startswith("c.Spawner."):
            found[ast.unparse(node.targets[0]).removeprefix("c.Spawner.")] = ast.literal_eval(node.value)
    return found


def test_users_servers_start_alike_on_one_machine_and_in_a_cluster() -> None:
    values = yaml.safe_load((DEPLOY / "zero-to-jupyterhub.yaml").read_text(encoding="utf-8"))["singleuser"]
    assert (values["cmd"], values["defaultUrl"]) == (spawner()["cmd"], spawner()["default_url"])


def test_the_proxy_knows_the_replicas_that_compose_starts() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
    replicas = {name for name, service in services.items() if service["image"] == "mio-workbook"}
    assert len(replicas) == 2
    upstreams = re.findall(r"upstream \w+ \{(.*?)\}", (DEPLOY / "nginx.conf").read_text(encoding="utf-8"), re.DOTALL)
    assert [set(re.findall(r"server ([\w-]+):8866", upstream)) for upstream in upstreams] == [replicas, replicas]


def test_the_proxy_writes_no_leaders_link_into_its_log() -> None:
    [link] = re.findall(r"location = /leader \{(.*?)\}", (DEPLOY / "nginx.conf").read_text(encoding="utf-8"), re.DOTALL)
    # At the level `error`, which is the usual one, nginx writes the request that failed.
    assert {"access_log off", "error_log stderr crit"} <= {line.strip() for line in link.split(";")}


def test_the_image_gets_every_file_that_it_is_made_of() -> None:
    image = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    made_of = re.findall(r"^COPY (?!--from)(.+) \S+$", image, re.MULTILINE)
    ignore = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").split()
    for name in (name for line in made_of for name in line.split()):
        assert f"!{name}" in ignore, name
        assert (ROOT / name).exists(), name


def test_the_proxys_lock_names_no_host() -> None:
    lock = json.loads((DEPLOY / "proxy" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert "node_modules/configurable-http-proxy" in packages
    assert [name for name, package in packages.items() if "resolved" in package or "integrity" not in package] == []
