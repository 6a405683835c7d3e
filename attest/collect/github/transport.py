"""The one door to PyGithub: a request goes out, an answer comes back whole, bounded, and from the host asked.

PyGithub makes the request, signs it and paces it. Reading is ours: the answer's bytes are kept as they
came, and there is an end to how many they are, how long they take, and where a redirect may lead.
"""

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import requests
import urllib3
from github import Auth
from github.GithubException import GithubException
from github.Requester import (
    HTTPRequestsConnectionClass,
    HTTPSRequestsConnectionClass,
    Requester,
    RequestsResponse,
)

from attest import __version__
from attest.collect.github.app_tokens import InstallationTokens
from attest.collect.github.auth import AppKey, Credentials, Token
from attest.collect.github.masking import masked, masked_fault
from attest.collect.github.sent import Limits, Sent, Unanswered

_PIECE = 1 << 16
_MOST_REDIRECTS = 3
_LONGEST_SHOWN = 300
"""Of an address; a token in it that were cut would not be masked."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Transport:
    """Requests to one API with one identity, one at a time."""

    def __init__(
        self, base_url: str, credentials: Credentials, limits: Limits, now: Callable[[], float]
    ) -> None:
        self._limits = limits
        self._base = urlsplit(base_url)
        self._connection = self._connect()
        auth = self._auth = _auth(credentials, self._earn, now)
        self._requester = Requester(
            auth=auth,
            base_url=base_url,
            timeout=int(limits.silence_s) or 1,
            user_agent=f"attest/{__version__}",
            per_page=100,
            verify=True,
            retry=0,
            pool_size=1,
            seconds_between_requests=limits.pause_s,
            seconds_between_writes=limits.pause_s,
        )

    def get(self, path: str, parameters: Mapping[str, str]) -> Sent:
        """A REST answer; `path` begins with a slash, below the API's address.

        Raises:
            Unanswered: There is none that may be used.
        """
        return self._send("GET", path, dict(parameters), None)

    def post(self, query: str, variables: Mapping[str, object]) -> Sent:
        """A GraphQL answer.

        Raises:
            Unanswered: There is none that may be used.
        """
        asked = {"query": query, "variables": dict(variables)}
        return self._send("POST", self._requester.graphql_url, {}, asked)

    def close(self) -> None:
        """Let the connection go."""
        self._connection.close()

    def _send(self, verb: str, url: str, parameters: dict[str, Any], asked: Any) -> Sent:
        connection = self._connection
        headers = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}

        def send() -> Sent:
            self._requester.requestJson(verb, url, parameters, headers, asked, cnx=connection)
            return masked(connection.received, _held(self._auth))

        return self._within_time(send)

    def _earn(self, path: str, headers: Mapping[str, str]) -> Sent:
        """The answer to a POST that has its own authorization, and that PyGithub's log must not see."""
        connection = self._connect()
        try:
            connection.request("POST", f"{self._base.path}{path}", None, dict(headers))
            connection.getresponse()
            return connection.received
        finally:
            connection.close()

    def _within_time(self, send: Callable[[], Sent]) -> Sent:
        """The answer, or a fault, within the whole time: the thread that waits can be interrupted."""
        outcome: Future[Sent] = Future()

        def work() -> None:
            try:
                outcome.set_result(send())
            except BaseException as fault:  # noqa: BLE001 - it is raised where the answer is waited for
                outcome.set_exception(fault)

        threading.Thread(target=work, daemon=True, name="attest-forge").start()
        try:
            return outcome.result(self._limits.whole_s)
        except TimeoutError:
            self._connection = self._connect()  # whatever still drips in is nobody's answer
            raise Unanswered("slow", f"no whole answer came in {self._limits.whole_s:g} seconds") from None
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as fault:
            raise _unanswered(fault) from None
        except GithubException:
            raise Unanswered("cut", "PyGithub could not use the answer") from None

    def _connect(self) -> "_Https | _Http":
        kind = _Https if self._base.scheme == "https" else _Http
        connection = kind(self._base.hostname or "", self._base.port, retry=0, pool_size=1)
        connection.limits = self._limits
        return connection


class _Https(HTTPSRequestsConnectionClass):
    limits: Limits
    received: Sent

    def getresponse(self) -> RequestsResponse:
        self.received = _read(self, self.limits)
        return _AsText(self.received)


class _Http(HTTPRequestsConnectionClass):
    limits: Limits
    received: Sent

    def getresponse(self) -> RequestsResponse:
        self.received = _read(self, self.limits)
        return _AsText(self.received)


class _AsText(RequestsResponse):
    """An answer as PyGithub takes it."""

    def __init__(self, sent: Sent) -> None:
        self.status = sent.status
        self.headers = requests.structures.CaseInsensitiveDict()  # what it would make of them is not needed
        self._body = sent.body

    def read(self) -> str:
        return self._body.decode("utf-8", "replace")


def _read(connection: _Https | _Http, limits: Limits) -> Sent:
    """The answer to a prepared request; a fault does not say what was sent."""
    try:
        return _followed(connection, limits)
    except Unanswered as fault:
        raise masked_fault(fault, connection.headers or {}) from None


def _followed(connection: _Https | _Http, limits: Limits) -> Sent:
    """The answer; redirects are followed within the host, by GET alone."""
    url = f"{connection.protocol}://{connection.host}:{connection.port}{connection.url}"
    ends = time.monotonic() + limits.whole_s
    for _ in range(_MOST_REDIRECTS + 1):
        with connection.session.request(
            connection.verb,
            url,
            headers=connection.headers,
            data=connection.input,
            timeout=(limits.connect_s, limits.silence_s),
            verify=connection.verify,
            allow_redirects=False,
            stream=True,
        ) as response:
            if response.status_code not in _REDIRECTS:
                headers = {name.lower(): text for name, text in response.headers.items()}
                return _final(Sent(response.status_code, headers, _body(response, limits, ends)))
            url = _redirected(url, response.headers.get("location", ""), connection.verb)
    raise Unanswered("redirect", "the forge redirects without end")


def _final(sent: Sent) -> Sent:
    """An answer that PyGithub does not act on by itself: a 202 it would ask for again for ever."""
    return sent._replace(status=503) if sent.status == 202 else sent


def _body(response: requests.Response, limits: Limits, ends: float) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while piece := response.raw.read1(_PIECE, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > limits.largest:
            raise Unanswered("too-large", f"an answer is larger than {limits.largest:,} bytes")
        if time.monotonic() > ends:
            raise Unanswered("slow", f"no whole answer came in {limits.whole_s:g} seconds")
    return b"".join(pieces)


def _redirected(url: str, location: str, verb: str) -> str:
    try:
        there = urljoin(url, location)
    except ValueError:
        there = ""
    if not location or _server(there) != _server(url) or verb != "GET":
        shown = _server(there)[1] or location
        raise Unanswered("redirect", f"the forge redirects to {unquote(shown)[:_LONGEST_SHOWN]!a}")
    return there


def _server(url: str) -> tuple[str, str, int]:
    """Who answers at an address; nobody where it is none."""
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return "", "", 0


def _unanswered(fault: Exception) -> Unanswered:
    """A fault of the network in words that hold nothing of the request."""
    if isinstance(fault, requests.exceptions.SSLError | urllib3.exceptions.SSLError):
        return Unanswered("tls", "the forge's certificate cannot be trusted")
    if isinstance(fault, requests.Timeout | urllib3.exceptions.TimeoutError | TimeoutError):
        return Unanswered("slow", "the forge did not answer in time")
    if isinstance(fault, requests.exceptions.ProxyError):
        return Unanswered("unreachable", "the proxy that the environment names does not let this through")
    if isinstance(fault, requests.ConnectionError):
        return Unanswered("unreachable", "the forge cannot be reached, or cut the connection")
    if isinstance(fault, ValueError):  # as requests meets an address that is none
        return Unanswered("cut", "the answer makes no sense")
    return Unanswered("cut", "the answer was cut off")


def _held(auth: "Auth.Token | InstallationTokens") -> str:
    return auth.held if isinstance(auth, InstallationTokens) else auth.token


def _auth(
    credentials: Credentials, earn: Callable[[str, Mapping[str, str]], Sent], now: Callable[[], float]
) -> "Auth.Token | InstallationTokens":
    match credentials:
        case Token():
            return Auth.Token(credentials.reveal())
        case AppKey():
            return InstallationTokens(credentials, earn, now)
