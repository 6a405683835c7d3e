"""Fetches what the forge knows of each repository of a run, and lets go of it when the run is sealed."""

from contextlib import ExitStack
from pathlib import Path

from attest.collect.collector import OpenRepository
from attest.collect.github.access import Access
from attest.errors import UsageError
from attest.model.population import Period
from attest.model.progress import Progress


class Fetches:
    """The spools of one run. Each is this run's own until `stack` is closed."""

    def __init__(self, store: Path, period: Period, access: Access | None, stack: ExitStack) -> None:
        self._store = store
        self._period = period
        self._access = access
        self._stack = stack
        self._folders: list[Path] = []

    def spool(
        self, repository: OpenRepository, previous_tip: str | None, progress: Progress, *, many: bool
    ) -> Path:
        """The answers about a repository, all of them fetched.

        Raises:
            UsageError: Nobody said with which token, or which repository of the forge it is.
            CollectionError: They cannot be had; what was had is gone on with next time.
        """
        from attest.collect.github.budget import Budget
        from attest.collect.github.client import Client
        from attest.collect.github.fetch import Clone, fetch
        from attest.collect.github.place import place_of
        from attest.collect.github.spool import Asked, open_spool
        from attest.collect.github.transport import Transport
        from attest.collect.github.waiting import Patience

        access = self._given(many=many)
        place = place_of(repository.origin, access.url, access.repository)
        asked = Asked(place, repository.branch, self._period.since, self._period.until)
        session = self._stack.enter_context(open_spool(self._store, asked))
        clock, budget = access.clock, Budget()
        transport = Transport(place.base_url, access.credentials, access.limits, clock.now)
        client = Client(transport, Patience(clock, progress, access.most_wait_s), budget)
        clone = Clone(repository.held, lambda: repository.landed(self._period, previous_tip))
        try:
            fetch(session, asked, client, clone, progress, clock.now)
        finally:
            transport.close()
            if budget.calls or budget.queries:
                access.tell(budget.told())
        self._folders.append(session.spool.folder)
        return session.spool.folder

    def let_go(self) -> None:
        """Remove the spools: their answers lie in the sealed run. With `keep_answers` they stay."""
        if self._access is None:
            return
        for folder in self._folders:
            if self._access.keep_answers:
                self._access.tell(f"the forge's answers are kept in {folder}")
            else:
                from attest.collect.github.spool import remove

                remove(folder)

    def _given(self, *, many: bool) -> Access:
        if self._access is None:
            raise UsageError(
                "there is no token for GitHub",
                where="GITHUB_TOKEN, GH_TOKEN or --token-file",
                hint="make a token that may read the repository, as docs/github.md says",
            )
        if many and self._access.repository:
            raise UsageError(
                "one name cannot be that of several repositories",
                where="--repository",
                hint="collect them one at a time, or state each `remote` in the clones",
            )
        return self._access
