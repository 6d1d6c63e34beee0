"""The Merkle tree of RFC 6962 (Certificate Transparency), section 2.1: roots and proofs.

Hashes are 32 bytes. A tree of n leaves splits at the largest power of two below n. Nothing here knows
what a leaf is. Whoever checks a proof does so without these functions (:mod:`core.ledger.offline`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(content: bytes) -> bytes:
    """SHA-256(0x00 || content)."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """The perfect subtrees that a tree of ``size`` leaves is made of, largest first: enough to grow it.

    One hash per bit of ``size``; adding n leaves costs about n node hashes, however large the tree is.
    """

    size: int = 0
    roots: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if len(self.roots) != self.size.bit_count():
            raise ValueError("a frontier has one root per bit of its size")

    def extended(self, leaves: Iterable[bytes]) -> Frontier:
        """The frontier after appending ``leaves`` (leaf hashes), read once and not kept."""
        size, stack, sha = self.size, list(self.roots), hashlib.sha256
        for leaf in leaves:
            node, rest = leaf, size
            while rest & 1:
                node = sha(b"\x01" + stack.pop() + node).digest()
                rest >>= 1
            stack.append(node)
            size += 1
        return Frontier(size, tuple(stack))

    def root(self) -> bytes:
        """The tree's root."""
        if not self.roots:
            return EMPTY_ROOT
        *rest, node = self.roots
        for left in reversed(rest):
            node = node_hash(left, node)
        return node

    def encode(self) -> bytes:
        """The roots, one after the other."""
        return b"".join(self.roots)

    @classmethod
    def decode(cls, size: int, data: bytes) -> Frontier:
        """What :meth:`encode` wrote for a tree of ``size`` leaves."""
        return cls(size, tuple(data[n : n + 32] for n in range(0, len(data), 32)))


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes, in one pass and logarithmic memory."""
    return Frontier().extended(leaves).root()


Subtree = Callable[[int, int], bytes]
"""``subtree(start, end)``: the root over leaves start..end-1, for ranges that RFC 6962 splits into."""


def _split(count: int) -> int:
    return 1 << ((count - 1).bit_length() - 1)


def inclusion_proof(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """PATH(index, D[size]): the nodes that lead from leaf ``index`` to the root, lowest first.

    Raises:
        IndexError: there is no such leaf.
    """
    if not 0 <= index < size:
        raise IndexError(f"leaf {index} is not in a tree of {size}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(subtree(middle, end))
            end = middle
        else:
            path.append(subtree(start, middle))
            start = middle
    return path[::-1]


def consistency_proof(first: int, second: int, subtree: Subtree) -> list[bytes]:
    """PROOF(first, D[second]): the nodes that show that the tree of ``first`` leaves is a prefix.

    Raises:
        IndexError: unless 0 < first <= second.
    """
    if not 0 < first <= second:
        raise IndexError(f"no consistency between {first} and {second}")
    path: list[bytes] = []
    start, end, whole = 0, second, True
    while first != end:
        middle = start + _split(end - start)
        if first <= middle:
            path.append(subtree(middle, end))
            end = middle
        else:
            path.append(subtree(start, middle))
            start, whole = middle, False
    if not whole:
        path.append(subtree(start, end))
    return path[::-1]
