"""A reader who kept a checkpoint finds out when the log was written anew."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.ledger import offline

KEY = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
KEYS = offline.named(KEY.public_key().public_bytes_raw().hex())


def hashed(content: str) -> bytes:
    return hashlib.sha256(b"\x00" + content.encode()).digest()


def root(leaves: list[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    middle = offline.split(len(leaves))
    return offline.node(root(leaves[:middle]), root(leaves[middle:]))


def path(index: int, leaves: list[bytes]) -> list[str]:
    if len(leaves) == 1:
        return []
    middle = offline.split(len(leaves))
    if index < middle:
        return [*path(index, leaves[:middle]), root(leaves[middle:]).hex()]
    return [*path(index - middle, leaves[middle:]), root(leaves[:middle]).hex()]


def checkpoint(*contents: str, key: Ed25519PrivateKey = KEY) -> dict[str, Any]:
    """A signed checkpoint over a log of these entries."""
    found = {
        "type": "sekisho-checkpoint",
        "size": len(contents),
        "root": root([hashed(one) for one in contents]).hex(),
        "at": "2026-11-29T09:00:00+00:00",
        "key_id": next(iter(offline.named(key.public_key().public_bytes_raw().hex()))),
    }
    return found | {"signature": key.sign(rfc8785.dumps(found)).hex()}


def receipt(index: int, *contents: str) -> dict[str, Any]:
    """The receipt of one entry of that log."""
    leaves = [hashed(one) for one in contents]
    proof = {"index": index, "path": path(index, leaves), "checkpoint": checkpoint(*contents)}
    return {"leaf_hash": leaves[index].hex(), "content": contents[index], "proof": proof, "keys": KEYS}


def consistency(first: int, *contents: str) -> dict[str, Any]:
    """Between the log of the first entries, a power of two of them, and the whole of twice as many."""
    rest = root([hashed(one) for one in contents[first:]]).hex()
    return {"first": checkpoint(*contents[:first]), "second": checkpoint(*contents), "path": [rest]}


def said(own: dict[str, Any], proof: dict[str, Any] | None, *log: str) -> list[str]:
    claims = offline.verify(receipt(0, *log), keys=KEYS, checkpoint=own, consistency=proof)
    return [f"{'!' if isinstance(one, offline.Note) else ''}{one}" for one in claims]


def test_a_log_that_grew_is_tied_to_the_checkpoint_that_was_kept() -> None:
    own, log = checkpoint("a", "b"), ("a", "b", "c", "d")
    claims = said(own, consistency(2, *log), *log)
    assert "The log of 4 entries begins with the same 2." in claims
    assert not [one for one in claims if one.startswith("!")]
    assert "Your checkpoint and the receipt's are the same." in said(own, None, "a", "b")


def test_a_log_that_was_written_anew_is_found() -> None:
    own, forged = checkpoint("a", "b"), ("x", "b", "c", "d")
    with pytest.raises(offline.DoesNotHold, match="between other checkpoints than yours"):
        said(own, consistency(2, *forged), *forged)
    with pytest.raises(offline.DoesNotHold, match="there are two logs"):
        said(own, None, "x", "b")


def test_a_proof_about_another_receipt_proves_nothing() -> None:
    own, log = checkpoint("a", "b"), ("a", "b", "c", "d")
    with pytest.raises(offline.DoesNotHold, match="between other checkpoints than yours"):
        said(own, consistency(2, *log), "x", "b", "c", "d", "e")
    with pytest.raises(offline.DoesNotHold, match="between other checkpoints than yours"):
        offline.verify(receipt(0, "x", "b", "c"), keys=KEYS, consistency=consistency(2, *log))


def test_a_checkpoint_that_was_not_compared_is_told() -> None:
    assert said(checkpoint("a", "b"), None, "x", "b", "c", "d")[-1].startswith(
        "!Your checkpoint over 2 entries was not compared"
    )


def test_a_log_that_went_on_under_a_new_key_needs_both() -> None:
    """Signed by a key that was not given is neither right nor wrong; a wrong signature is wrong."""
    newer = Ed25519PrivateKey.from_private_bytes(b"\x08" * 32)
    both = KEYS | offline.named(newer.public_key().public_bytes_raw().hex())
    own, log = checkpoint("a", "b"), ("a", "b", "c", "d")
    proof = consistency(2, *log) | {"second": checkpoint(*log, key=newer)}
    assert offline.verify(None, keys=both, checkpoint=own, consistency=proof)
    with pytest.raises(offline.KeyNotGiven, match="not among the keys"):
        offline.verify(None, keys=KEYS, checkpoint=own, consistency=proof)
    proof["second"] |= {"key_id": own["key_id"]}
    with pytest.raises(offline.DoesNotHold, match="does not fit its signature") as wrong:
        offline.verify(None, keys=both, checkpoint=own, consistency=proof)
    assert not isinstance(wrong.value, offline.KeyNotGiven)
