"""The HTTP interface: a page, a check, its description. Nothing that is sent is kept or logged."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from importlib.resources import files
from typing import Protocol

import msgspec
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from analyzer.errors import AnalyzerError
from analyzer.serving.judging_process import GivenUpError, JudgingFailedError
from analyzer.serving.openapi import description

LONGEST_BODY = 1_000_000
SECONDS = 10.0
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_SECURITY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_PAGE = {"": "text/html", "check.js": "text/javascript", "check.css": "text/css"}


class TooLargeError(AnalyzerError):
    """A request is longer than ``LONGEST_BODY``."""


class Judging(Protocol):
    """What answers a request within so many seconds, or raises ``GivenUpError``."""

    def __call__(self, body: bytes, seconds: float, /) -> bytes:
        """The answer, as JSON."""


def create_app(judging: Judging, hosts: Sequence[str] = LOOPBACK, seconds: float = SECONDS) -> Starlette:
    """The application.

    Args:
        judging: What answers requests.
        hosts: Names under which it may be called; another name is refused, so that no web page can reach it by a
            name of its own (DNS rebinding).
        seconds: How long a request may take to come, and how long to be answered.
    """

    async def check(request: Request) -> Response:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return _complaint(415, "send application/json")
        try:
            body = await asyncio.wait_for(_body(request), seconds)
            return _answer(200, await asyncio.to_thread(judging, body, seconds))
        except TooLargeError as error:
            return _complaint(413, str(error))
        except AnalyzerError as error:
            return _complaint(422, str(error))
        except (TimeoutError, GivenUpError):
            return _complaint(503, f"given up after {seconds:g} s; try again with a shorter thread")
        except JudgingFailedError:
            return _complaint(500, "could not be judged, by a fault of analyzer; please report it")

    routes = [
        Route("/check", check, methods=["POST"]),
        Route("/openapi.json", _fixed(msgspec.json.encode(description()), "application/json")),
        *(Route(f"/{name}", _fixed(_file(name or "check.html"), kind)) for name, kind in _PAGE.items()),
    ]
    return Starlette(routes=routes, middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))])


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_BODY:
            raise TooLargeError(f"longer than {LONGEST_BODY} bytes", "body", "send one thread")
    return bytes(body)


def _fixed(content: bytes, kind: str) -> Callable[[Request], Awaitable[Response]]:
    async def give(_: Request) -> Response:
        return _answer(200, content, kind)

    return give


def _file(name: str) -> bytes:
    return files("analyzer.serving").joinpath("page", name).read_bytes()


def _complaint(status: int, reason: str) -> Response:
    return _answer(status, msgspec.json.encode({"error": reason}))


def _answer(status: int, content: bytes, kind: str = "application/json") -> Response:
    return Response(content, status, _SECURITY, media_type=kind)
