"""Under which addresses phones reach this machine, and a QR code of one."""

from __future__ import annotations

import io
import ipaddress
import re
import socket
from dataclasses import dataclass

import psutil
import segno

#: Interfaces of containers, virtual machines and tunnels: phones in the room are not behind them.
_UNLIKELY = re.compile(
    r"(docker|br-|veth|virbr|vbox|vmnet|vnet|tun|tap|utun|wg|tailscale|zt|lxc|podman|awdl|llw)", re.I
)
_HOST = re.compile(r"(\[[0-9a-fA-F:]+\]|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(:\d{1,5})?")
EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104 -- compared, not bound


@dataclass(frozen=True)
class Place:
    """Where the server listens.

    Args:
        host: the address it is bound to.
        port: the port.
        base_url: the path below which everything stands, with a slash at both ends.
        public: the address under which others reach it, where a proxy stands before it.
    """

    host: str
    port: int
    base_url: str = "/"
    public: str | None = None

    def addresses(self, asked: str | None = None) -> list[str]:
        """The server's root as others may reach it, the likeliest first.

        Args:
            asked: the host and port under which the leader's own browser reached the server.
        """
        if self.public:
            return [f"{self.public.rstrip('/')}/"]
        if self.host not in EVERYWHERE:
            return [self._root(_bracketed(self.host))]
        named = [f"http://{asked}{self.base_url}"] if asked and _HOST.fullmatch(asked) and not _is_local(asked) else []
        own = [self._root(host) for host in machine_addresses()]
        return list(dict.fromkeys([*named, *own])) or [self._root("127.0.0.1")]

    def is_reachable(self, root: str) -> bool:
        """Whether others than this machine can reach the root."""
        return bool(self.public) or not _is_local(root.split("/")[2])

    def is_secure(self, asked: str) -> bool:
        """Whether a browser that asked for this host and port came through the proxy, by https."""
        return (self.public or "").startswith("https://") and not _is_local(asked)

    def _root(self, host: str) -> str:
        return f"http://{host}:{self.port}{self.base_url}"


def machine_addresses() -> list[str]:
    """The machine's own addresses, those of a local network first, without loopback."""
    up = {name for name, stats in psutil.net_if_stats().items() if stats.isup}
    found = [
        (_rank(address.address, name), _bracketed(address.address))
        for name, all_of_it in psutil.net_if_addrs().items()
        if name in up
        for address in all_of_it
        if address.family == socket.AF_INET and not _is_local(address.address)
    ]
    return [address for _, address in sorted(found)]


def qr_svg(url: str) -> str:
    """A QR code as an SVG element that scales, dark on light in either color scheme."""
    drawn = io.BytesIO()
    segno.make(url, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=4, dark="#000", light="#fff"
    )
    return drawn.getvalue().decode().strip()


def _rank(address: str, interface: str) -> tuple[bool, bool, bool]:
    # Without sending anything, the system tells which of its addresses leads to the outside.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            outward = probe.getsockname()[0]
        except OSError:
            outward = ""
    return bool(_UNLIKELY.match(interface)), address != outward, not ipaddress.ip_address(address).is_private


def _is_local(host: str) -> bool:
    name = re.sub(r":\d+$", "", host).strip("[]") if host.count(":") <= 1 or host.startswith("[") else host
    try:
        ip = ipaddress.ip_address(name)
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")
    return ip.is_loopback or ip.is_link_local


def _bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address else address
