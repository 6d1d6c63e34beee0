"""RFC 6962: published vectors, and proofs against the definition for every small tree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ledger import merkle, offline
from core.ledger.merkle import Frontier

# The inputs and roots of the Certificate Transparency reference implementation (merkle_tree_test.cc).
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PATHS = {
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
}
CONSISTENCY = {
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
LEAVES = [merkle.leaf_hash(bytes.fromhex(text)) for text in INPUTS]
MANY = [merkle.leaf_hash(str(n).encode()) for n in range(70)]


def by_definition(leaves: list[bytes]) -> bytes:
    """MTH(D[n]) as section 2.1 writes it."""
    if not leaves:
        return merkle.EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return merkle.node_hash(by_definition(leaves[:half]), by_definition(leaves[half:]))


def subtrees_of(leaves: list[bytes]) -> merkle.Subtree:
    return lambda start, end: merkle.root(leaves[start:end])


def included(index: int, size: int, leaf: bytes, path: list[bytes], expected: bytes) -> bool:
    """Does the verifier that is handed out find the proof good?"""
    try:
        return offline.root_from(index, size, leaf, path) == expected
    except offline.DoesNotHold:
        return False


def consistent(first: int, size: int, path: list[bytes], old: bytes, new: bytes) -> bool:
    try:
        return offline.roots_from(first, size, path, old) == (old, new)
    except offline.DoesNotHold:
        return False


@pytest.mark.parametrize("size", range(1, 9))
def test_published_roots(size: int) -> None:
    assert merkle.root(LEAVES[:size]).hex() == ROOTS[size - 1]


def test_the_empty_tree() -> None:
    assert merkle.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(("key", "path"), PATHS.items())
def test_published_inclusion_proofs(key: tuple[int, int], path: list[str]) -> None:
    index, size = key
    found = merkle.inclusion_proof(index, size, subtrees_of(LEAVES))
    assert [node.hex() for node in found] == path


@pytest.mark.parametrize(("key", "path"), CONSISTENCY.items())
def test_published_consistency_proofs(key: tuple[int, int], path: list[str]) -> None:
    found = merkle.consistency_proof(*key, subtrees_of(LEAVES))
    assert [node.hex() for node in found] == path


@pytest.mark.parametrize("size", range(1, 70))
def test_every_leaf_of_every_small_tree_is_proved(size: int) -> None:
    leaves = MANY[:size]
    expected = merkle.root(leaves)
    assert expected == by_definition(leaves)
    for index, leaf in enumerate(leaves):
        path = merkle.inclusion_proof(index, size, subtrees_of(leaves))
        assert included(index, size, leaf, path, expected)
        assert size == 1 or not included((index + 1) % size, size, leaf, path, expected)
        assert not included(index, size, merkle.leaf_hash(b"other"), path, expected)
        assert not included(index, size, leaf, [*path, leaf], expected)


@pytest.mark.parametrize("second", range(1, 40))
def test_every_pair_of_small_trees_is_consistent(second: int) -> None:
    new = merkle.root(MANY[:second])
    for first in range(1, second + 1):
        old = merkle.root(MANY[:first])
        path = merkle.consistency_proof(first, second, subtrees_of(MANY[:second]))
        assert consistent(first, second, path, old, new)
        assert not consistent(first, second, path, MANY[69], new)
        if first < second:
            assert not consistent(first, second, path, old, MANY[69])
            assert not consistent(first, second, path[:-1], old, new)


def test_there_are_no_proofs_outside_the_tree() -> None:
    for index, size in ((3, 3), (-1, 3), (0, 0)):
        with pytest.raises(IndexError):
            merkle.inclusion_proof(index, size, subtrees_of(MANY))
    for first, second in ((0, 3), (4, 3)):
        with pytest.raises(IndexError):
            merkle.consistency_proof(first, second, subtrees_of(MANY))
    with pytest.raises(ValueError, match="one root per bit"):
        Frontier(3, (MANY[0],))


@given(st.lists(st.integers(0, 25), max_size=8))
def test_a_tree_grown_in_steps_is_the_tree_grown_at_once(steps: list[int]) -> None:
    grown, leaves = Frontier(), [merkle.leaf_hash(str(n).encode()) for n in range(sum(steps))]
    position = 0
    for step in steps:
        grown = Frontier.decode(grown.size, grown.encode()).extended(leaves[position : position + step])
        position += step
    assert grown.root() == by_definition(leaves)


@given(st.integers(1, 60), st.data())
def test_a_flipped_bit_breaks_the_proof(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    expected = merkle.root(MANY[:size])
    path = merkle.inclusion_proof(index, size, subtrees_of(MANY[:size]))
    parts = [MANY[index], *path]
    which, bit = data.draw(st.integers(0, len(parts) - 1)), data.draw(st.integers(0, 255))
    parts[which] = (int.from_bytes(parts[which], "big") ^ (1 << bit)).to_bytes(32, "big")
    assert not included(index, size, parts[0], parts[1:], expected)
