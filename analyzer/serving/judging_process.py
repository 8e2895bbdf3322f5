"""A process that judges and can be ended, so that no check goes on for longer than somebody waits for it."""

from __future__ import annotations

import signal
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Lock

from analyzer.errors import AnalyzerError

Judge = Callable[[bytes], bytes]
_ANSWER, _COMPLAINT, _FAILURE = b"+", b"-", b"!"
_SECONDS_TO_START = 120.0


class GivenUpError(Exception):
    """A check took too long, or the process that judged it died; nothing of it goes on."""


class JudgingFailedError(Exception):
    """A request that the judge fails on: a fault of ours. It says nothing of the request."""


class JudgingProcess:
    """Judges one request at a time in a process of its own, which is killed where one takes too long.

    Args:
        start: Makes the judge; called in the new process, so it has to be a function of a module, or a partial of one.

    Raises:
        AnalyzerError: What ``start`` raised.
    """

    def __init__(self, start: Callable[[], Judge]) -> None:
        """Starts the process and waits until it can judge."""
        self._start = start
        self._alone = Lock()
        self._process: BaseProcess | None = None
        self._ready()

    def __call__(self, body: bytes, seconds: float) -> bytes:
        """What the judge answers.

        Args:
            body: The request.
            seconds: How long it may take, and how long it may wait for others before.

        Raises:
            AnalyzerError: What the judge raised.
            GivenUpError: It took longer, or its process ended.
            JudgingFailedError: The judge raised something else.
        """
        if not self._alone.acquire(timeout=seconds):
            raise GivenUpError
        try:
            connection = self._ready()
            connection.send_bytes(body)
            return self._answer(connection, seconds)
        except OSError as error:
            self.end()
            raise GivenUpError from error
        finally:
            self._alone.release()

    def end(self) -> None:
        """Kills the process; the next request starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._connection.close()
            self._process = None

    def _ready(self) -> Connection:
        if self._process is None or not self._process.is_alive():
            self.end()
            context = get_context("spawn")
            self._connection, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs, self._start), daemon=True)
            self._process.start()
            theirs.close()
            self._answer(self._connection, _SECONDS_TO_START)
        return self._connection

    def _answer(self, connection: Connection, seconds: float) -> bytes:
        """The next answer; where there is none in time the process is ended, so that none can come late."""
        try:
            if not connection.poll(max(0.0, seconds)):
                raise GivenUpError
            told = connection.recv_bytes()
        except EOFError as error:
            self.end()
            raise GivenUpError from error
        except BaseException:
            self.end()
            raise
        if told[:1] == _COMPLAINT:
            raise AnalyzerError(*told[1:].decode("utf-8", "replace").split("\0"))
        if told[:1] == _FAILURE:
            raise JudgingFailedError
        return told[1:]


def _serve(connection: Connection, start: Callable[[], Judge]) -> None:
    """Judges what comes until nobody is there any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        judge = start()
        connection.send_bytes(_ANSWER)
        while True:
            connection.send_bytes(_told(judge, connection.recv_bytes()))
    except AnalyzerError as error:
        connection.send_bytes(_complaint(error))
    except (EOFError, OSError):
        return


def _told(judge: Judge, body: bytes) -> bytes:
    try:
        return _ANSWER + judge(body)
    except AnalyzerError as error:
        return _complaint(error)
    except Exception:  # what it says may hold words of the thread: nothing of it is shown
        return _FAILURE


def _complaint(error: AnalyzerError) -> bytes:
    parts = (part.replace("\0", "") for part in (error.what, error.where, error.mend))
    return _COMPLAINT + "\0".join(parts).encode("utf-8", "replace")
