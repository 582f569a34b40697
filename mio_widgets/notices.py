"""Pages that say why there is no other: nothing is there, it is the leader's, every kernel is taken or none started."""

from __future__ import annotations

import tornado.web

from mio_widgets.site.pages import FRAMED, POLICY, Frame, page_name, templates
from mio_widgets.words import say


def missing(handler: tornado.web.RequestHandler) -> None:
    """Answers where nothing is."""
    _send(handler, 404, missing_page(_book(handler)))


def missing_page(book: Frame) -> str:
    """The page for where nothing is, which a static host can show too."""
    link = {"url": book.home, "name": say("notice.missing.link")}
    return _page(book, say("notice.missing.title"), [say("notice.missing.text")], link)


def leaders(handler: tornado.web.RequestHandler, status: int = 403) -> None:
    """Answers somebody who has not come by the leader's link."""
    texts = [say("live.leader.text"), say("live.leader.text.lost")]
    _send(handler, status, _page(_book(handler), say("live.leader.title"), texts))


def elsewhere(handler: tornado.web.RequestHandler, slug: str) -> None:
    """Answers another site's page that wants a chapter with a kernel inside itself."""
    book, texts = _book(handler), [say("notice.inside.text")]
    _send(handler, 403, _page(book, say("notice.inside.title"), texts, _rendered(book, slug)))


def full(handler: tornado.web.RequestHandler, slug: str, kernels: int) -> None:
    """Answers when all of so many kernels are taken: the rendered chapter is one click away."""
    handler.set_header("Retry-After", "30")
    book, texts = _book(handler), [say("notice.full.text", n=kernels), say("notice.full.instead")]
    _send(handler, 503, _page(book, say("notice.full.title"), texts, _rendered(book, slug)))


def failed(handler: tornado.web.RequestHandler, slug: str) -> None:
    """Answers when a chapter's kernel could not be had: the rendered chapter needs none."""
    book, texts = _book(handler), [say("notice.failed.text")]
    if slug in book.order:
        texts.append(say("notice.full.instead"))
    _send(handler, 500, _page(book, say("notice.failed.title"), texts, _rendered(book, slug)))


def _rendered(book: Frame, slug: str) -> dict[str, str]:
    if slug not in book.order:
        return {"url": book.home, "name": say("notice.missing.link")}
    return {"url": f"{book.base}{page_name(slug)}", "name": say("notice.full.link")}


def _book(handler: tornado.web.RequestHandler) -> Frame:
    book: Frame = handler.settings["workbook"].book
    return book


def _page(book: Frame, title: str, texts: list[str], link: dict[str, str] | None = None) -> str:
    return templates().get_template("notice.html.j2").render(book=book, title=title, texts=texts, link=link)


def _send(handler: tornado.web.RequestHandler, status: int, page: str) -> None:
    handler.set_status(status)
    handler.set_header("Content-Security-Policy", f"{POLICY}; {FRAMED}")
    handler.set_header("X-Content-Type-Options", "nosniff")
    handler.finish(page)
