"""A forge is known by its certificate, or nothing is sent to it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from attest.errors import CollectionError
from tests.collect.github.stub import Hands, client
from tests.simulator import Simulator, WorldBuilder, certificates
from tests.simulator.certificates import Certificate


@pytest.mark.parametrize("bad", [certificates.wrong_host, certificates.expired, certificates.self_signed])
def test_a_certificate_that_is_not_the_hosts_ends_in_words(
    bad: Callable[[Path], Certificate], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At once, without a second attempt, and before the token has left."""
    certificate = bad(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate.authority))
    with (
        Simulator(WorldBuilder("octo", "shop").build(), tls=certificate) as forge,
        pytest.raises(CollectionError) as ended,
    ):
        client(forge.url, Hands()).rest("/repos/octo/shop")

    assert ended.value.what == "the forge's certificate cannot be trusted"
    assert "REQUESTS_CA_BUNDLE" in ended.value.hint
    assert forge.requests == ()


def test_a_companys_own_authority_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the variable that such companies set already."""
    certificate = certificates.trusted(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate.authority))
    with Simulator(WorldBuilder("octo", "shop").build(), tls=certificate) as forge:
        got = client(forge.enterprise_url, Hands()).rest("/repos/octo/shop")

    assert (got.status, got.value["full_name"]) == (200, "octo/shop")
