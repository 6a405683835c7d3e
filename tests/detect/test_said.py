"""Whom a line names: one person as people are written, and each of several."""

import pytest

from attest.detect.said import SOMEBODY, Said, people, person

ADA, BEN = Said("ada"), Said("ben")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("@ada", Said("ada")),
        ("@ada*", Said("ada")),
        ("[@ada](https://github.com/ada)", Said("ada")),
        ("[Ada](https://github.com/ada)", Said("ada", "Ada")),
        ("Ada Example (@ada)", Said("ada", "Ada Example")),
        ("**Ada B. Example** via Quill.", Said("", "Ada B. Example")),
        ("Ada Example.", Said("", "Ada Example")),
        ("Adá <ada@mail.example>", Said("", "Adá", "ada@mail.example")),
        ("12345+ada@users.noreply.github.com", Said("", "", "12345+ada@users.noreply.github.com")),
        ("@acme/team", Said()),
        ("https://tickets.example/12", Said()),
        ("**", Said()),
        ("", Said()),
    ],
)
def test_a_person_is_read_as_people_are_written(text: str, said: Said) -> None:
    """An account, an address, and a name beside them or alone."""
    assert person(text) == said


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@ada", (ADA,)),
        ("@ada and @ben", (ADA, BEN)),
        ("@ada, @ben", (ADA, BEN)),
        ("@ada,@ben & @cyd.", (ADA, BEN, Said("cyd"))),
        ("[@ada](https://github.com/ada), and [@ben](https://github.com/ben)", (ADA, BEN)),
        (
            "Ada Example (@ada) and Ben <ben@mail.example>",
            (Said("ada", "Ada Example"), Said("", "Ben", "ben@mail.example")),
        ),
        ("Ada and Ben (@ben)", (Said("", "Ada"), Said("ben", "Ben"))),
        ("Ada & Ben", (Said("", "Ada"), Said("", "Ben"))),
        ("@ada/@ben", (ADA, BEN)),
        ("@ada and @ada", (ADA,)),
        ("Ada Example (ada@mail.example, @ada)", (Said("ada", "Ada Example", "ada@mail.example"),)),
        ("@ada via chat. Run: 1", (ADA,)),
        ("@ada in https://github.com/acme/shop/pull/12", (ADA,)),
        ("**", ()),
        ("https://tickets.example/12 for @ada", ()),
    ],
)
def test_everybody_of_a_list_is_named(text: str, named: tuple[Said, ...]) -> None:
    """With what stands between them as people write it; one person said twice is one."""
    assert people(text) == named


@pytest.mark.parametrize(
    "text",
    [
        "@ada @ben",
        "@ada (with @ben)",
        "@ada, reviewed by @ben",
        "@ada via chat. Thanks, @ben",
        "@ada and",
        "@ada,",
        f"@ada {'so ' * 100}",
    ],
)
def test_somebody_further_who_is_not_clear_is_told(text: str) -> None:
    """Left out they would pass for independent of what they may have asked for."""
    assert people(text)[-1] == SOMEBODY


@pytest.mark.parametrize("text", ["@ada via chat", "@ada. It was the request of a client, and is done."])
def test_words_about_nobody_add_nobody(text: str) -> None:
    """Only people keep the set open."""
    assert people(text) == (ADA,)
