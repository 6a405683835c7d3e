"""Merkle tree roots as RFC 6962 section 2.1 defines them, computed as leaves arrive.

A leaf is hashed as `SHA-256(0x00 || leaf)`, a node as `SHA-256(0x01 || left || right)`, and a tree that
is not full is split at the largest power of two below its size.
"""

import hashlib
from collections.abc import Iterable


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of one leaf."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of the node over two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """The root over a growing list of leaves, in memory of the order of log2 of their number."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []

    def add(self, hashed: bytes) -> None:
        """Append one leaf, given by its hash."""
        # The full subtrees so far stand one for one for the set bits of the size, the largest first:
        # adding a leaf carries like adding one to the binary number.
        carry = self.size
        while carry & 1:
            hashed = node_hash(self._peaks.pop(), hashed)
            carry >>= 1
        self._peaks.append(hashed)
        self.size += 1

    def root(self) -> bytes:
        """The root so far; of no leaves, the SHA-256 of nothing."""
        if not self._peaks:
            return hashlib.sha256(b"").digest()
        hashed = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            hashed = node_hash(peak, hashed)
        return hashed


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over leaves given as they are, not hashed."""
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf_hash(leaf))
    return tree.root()
