"""Pages that say why there is no other: nothing is there, it is the leader's, every kernel is taken."""

from __future__ import annotations

import tornado.web

from mio_widgets.book import HOME
from mio_widgets.site.pages import FRAMED, POLICY, Frame, page_name, templates
from mio_widgets.words import say


def missing(handler: tornado.web.RequestHandler) -> None:
    """Answers where nothing is."""
    link = {"url": _book(handler).home, "name": say("notice.missing.link")}
    _send(handler, 404, say("notice.missing.title"), [say("notice.missing.text")], link)


def leaders(handler: tornado.web.RequestHandler, status: int = 403) -> None:
    """Answers somebody who has not come by the leader's link."""
    _send(handler, status, say("live.leader.title"), [say("live.leader.text"), say("live.leader.text.lost")])


def elsewhere(handler: tornado.web.RequestHandler, slug: str) -> None:
    """Answers another site's page that wants a chapter with a kernel inside itself."""
    _send(handler, 403, say("notice.inside.title"), [say("notice.inside.text")], _rendered(handler, slug))


def full(handler: tornado.web.RequestHandler, slug: str, kernels: int) -> None:
    """Answers when all of so many kernels are taken: the rendered chapter is one click away."""
    handler.set_header("Retry-After", "30")
    texts = [say("notice.full.text", n=kernels), say("notice.full.instead")]
    _send(handler, 503, say("notice.full.title"), texts, _rendered(handler, slug))


def _rendered(handler: tornado.web.RequestHandler, slug: str) -> dict[str, str]:
    book = _book(handler)
    name = page_name(slug if slug in book.order else HOME)
    return {"url": f"{book.base}{name}", "name": say("notice.full.link")}


def _book(handler: tornado.web.RequestHandler) -> Frame:
    book: Frame = handler.settings["workbook"].book
    return book


def _send(
    handler: tornado.web.RequestHandler, status: int, title: str, texts: list[str], link: dict[str, str] | None = None
) -> None:
    handler.set_status(status)
    handler.set_header("Content-Security-Policy", f"{POLICY}; {FRAMED}")
    handler.set_header("X-Content-Type-Options", "nosniff")
    template = templates().get_template("notice.html.j2")
    handler.finish(template.render(book=_book(handler), title=title, texts=texts, link=link))
