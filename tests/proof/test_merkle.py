"""Merkle roots."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attest.proof import merkle

# The eight leaves of the Certificate Transparency reference implementation, and the roots it publishes
# for the trees over the first n of them.
LEAVES = (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)  # fmt: skip
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def reference(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, read out word for word."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    halves = reference(leaves[:split]) + reference(leaves[split:])
    return hashlib.sha256(b"\x01" + halves).digest()


@pytest.mark.parametrize("size", range(9))
def test_published_roots(size: int) -> None:
    """The roots equal those published for the reference leaves."""
    leaves = [bytes.fromhex(leaf) for leaf in LEAVES[:size]]

    assert ROOTS[size] == merkle.root(leaves).hex()


@given(st.lists(st.binary(max_size=4), max_size=70))
def test_streaming_gives_the_root_of_the_definition(leaves: list[bytes]) -> None:
    """The streamed root is the recursively defined one, for every number of leaves."""
    assert reference(leaves) == merkle.root(leaves)


@given(st.lists(st.binary(max_size=3), min_size=1, max_size=20), st.data())
def test_a_root_depends_on_every_leaf_and_its_place(leaves: list[bytes], data: st.DataObject) -> None:
    """Changing, dropping or doubling a leaf changes the root."""
    index = data.draw(st.integers(0, len(leaves) - 1))
    changed = [*leaves[:index], leaves[index] + b"x", *leaves[index + 1 :]]
    dropped = leaves[:index] + leaves[index + 1 :]
    doubled = [*leaves[:index], leaves[index], *leaves[index:]]

    assert len({merkle.root(version) for version in (leaves, changed, dropped, doubled)}) == 4


def test_a_root_can_be_read_between_leaves() -> None:
    """Reading the root does not disturb the tree."""
    tree = merkle.Tree()
    seen = [tree.root().hex()]
    for leaf in LEAVES:
        tree.add(merkle.leaf_hash(bytes.fromhex(leaf)))
        seen.append(tree.root().hex())

    assert list(ROOTS) == seen
