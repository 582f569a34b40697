"""The leader's token: made at the start, shown once, known to nobody else."""

from __future__ import annotations

import hashlib
import os
import secrets

#: A token given by the environment must be as hard to guess as a made one.
SHORTEST = 20


class TokenError(ValueError):
    """MIO_LEADER_TOKEN is too short."""


class LeaderToken:
    """The token, and the cookie made from it.

    The cookie holds a hash, so that the token itself is in no browser's storage, and other servers on the
    same machine, which get the same cookies, learn nothing of it. The hash is slow: who guesses tokens by their
    cookies needs a twentieth of a second for each.

    Args:
        token: 20 characters or more, hard to guess; a new one when left out.

    Raises:
        TokenError: it is shorter.
    """

    def __init__(self, token: str | None = None) -> None:
        self.token = token or secrets.token_urlsafe(32)
        if len(self.token) < SHORTEST:
            raise TokenError(f"MIO_LEADER_TOKEN must have at least {SHORTEST} characters")
        self.cookie = hashlib.scrypt(self.token.encode(), salt=b"leader's cookie", n=2**14, r=8, p=1).hex()

    def is_token(self, given: str) -> bool:
        """Whether it is the token, in a time that does not tell how much of it is right."""
        return secrets.compare_digest(given.encode(errors="replace"), self.token.encode())

    def is_cookie(self, given: str) -> bool:
        """Whether it is the cookie, likewise."""
        return secrets.compare_digest(given.encode(errors="replace"), self.cookie.encode())


def from_environment() -> LeaderToken:
    """The token that MIO_LEADER_TOKEN names, or a new one. Kernels must not inherit it, so it is taken out.

    Raises:
        TokenError: it is too short.
    """
    return LeaderToken(os.environ.pop("MIO_LEADER_TOKEN", None))
