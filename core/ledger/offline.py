#!/usr/bin/env python3
"""Check a receipt of the evidence log, or a signed agreement, without trusting, or reaching, whoever issued it.

    python offline.py receipt.json --key 9f...e2 [--checkpoint checkpoint.json] [--consistency proof.json]

Needs Python 3.11, ``cryptography`` and ``rfc8785``; no Django, no network, nothing of the product. ``--key``
is the public key (64 hex digits) that you got from somewhere else than the receipt: the council's page,
a printed notice, a newspaper; where keys have changed, give ``--key`` for each. Without it the keys inside the receipt
are used, and that is said.

It does its own RFC 6962 arithmetic, recursively, as section 2.1 writes it, so that it also checks ours.
Exit code 0: everything that was shown holds. 1: something does not. 2: the input could not be read, or was signed by
a key that was not given.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class Claim(tuple[str, tuple[object, ...]]):
    """A sentence with its figures, kept apart so that a page can say it in the reader's language."""

    __slots__ = ()

    def __str__(self) -> str:
        return self[0] % self[1]


class Note(Claim):
    """What was not checked: not wrong, and not confirmed either."""

    __slots__ = ()


class DoesNotHold(Exception):
    """What is claimed is not so; ``claim`` says what."""

    def __init__(self, text: str, *figures: object) -> None:
        self.claim = Claim((text, figures))
        super().__init__(str(self.claim))


class KeyNotGiven(DoesNotHold):
    """Signed by a key that was not given: neither right nor wrong yet."""


def demand(truth: bool, said: list[Claim], text: str, fault: str, *figures: object) -> None:
    """Note a claim that holds; stop at one that does not, with its ``fault``: which part does not fit which."""
    if not truth:
        raise DoesNotHold(fault)
    said.append(Claim((text, figures)))


def node(left: bytes, right: bytes) -> bytes:
    """An inner node: SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(count: int) -> int:
    """The largest power of two smaller than ``count``."""
    return 1 << ((count - 1).bit_length() - 1)


def root_from(index: int, size: int, leaf: bytes, path: list[bytes]) -> bytes:
    """The root that PATH(index, D[size]) gives for ``leaf``."""
    if size == 1:
        if path:
            raise DoesNotHold("The proof has the wrong length.")
        return leaf
    if not path:
        raise DoesNotHold("The proof has the wrong length.")
    middle, rest, sibling = split(size), path[:-1], path[-1]
    if index < middle:
        return node(root_from(index, middle, leaf, rest), sibling)
    return node(sibling, root_from(index - middle, size - middle, leaf, rest))


def roots_from(first: int, size: int, path: list[bytes], known: bytes | None) -> tuple[bytes, bytes]:
    """The old and the new root that PROOF(first, D[size]) gives; ``known`` is the old root while it is whole."""
    if first == size:
        if known is not None and not path:
            return known, known
        if known is None and len(path) == 1:
            return path[0], path[0]
        raise DoesNotHold("The proof has the wrong length.")
    if not path:
        raise DoesNotHold("The proof has the wrong length.")
    middle, rest, sibling = split(size), path[:-1], path[-1]
    if first <= middle:
        old, new = roots_from(first, middle, rest, known)
        return old, node(new, sibling)
    old, new = roots_from(first - middle, size - middle, rest, None)
    return node(sibling, old), node(sibling, new)


def key_named(key_id: object, keys: dict[str, str]) -> Ed25519PublicKey:
    """The key of that id.

    Raises:
        KeyNotGiven: it is not among ``keys``.
    """
    public = keys.get(str(key_id))
    if public is None:
        text = "It is signed by the key %s, which is not among the keys that it was checked with."
        raise KeyNotGiven(text, str(key_id)[:16])
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))


def signature_holds(statement: dict[str, Any], keys: dict[str, str]) -> bool:
    """Is the statement signed by the key that it names?"""
    key = key_named(statement.get("key_id"), keys)
    body = {name: value for name, value in statement.items() if name != "signature"}
    try:
        key.verify(bytes.fromhex(statement["signature"]), rfc8785.dumps(body))
    except InvalidSignature:
        return False
    return True


def hashed(part: str, digits: str) -> bytes:
    """The hash in the ``part`` of the receipt."""
    try:
        found = bytes.fromhex(digits)
    except ValueError:
        found = b""
    if len(found) != 32:
        raise DoesNotHold("The part %s is not 64 hex digits: it was altered or cut off.", part)
    return found


def check_checkpoint(checkpoint: dict[str, Any], keys: dict[str, str], said: list[Claim]) -> None:
    """A signed tree head."""
    right = checkpoint.get("type") == "sekisho-checkpoint" and signature_holds(checkpoint, keys)
    text = "The checkpoint over %s entries of %s is signed."
    fault = "The checkpoint (size, root, at) does not fit its signature: it was altered."
    demand(right, said, text, fault, checkpoint["size"], checkpoint["at"])


def check_content(receipt: dict[str, Any], leaf: bytes, said: list[Claim]) -> None:
    """What the entry says, and the document that it names, against the hash that was sealed."""
    named = receipt.get("document")
    if receipt.get("content") is None:
        if named is not None:
            raise DoesNotHold("The document cannot be checked: the part content, which names it, is missing.")
        said.append(Note(("What the entry says was not checked: the receipt does not contain it.", ())))
        return
    content = receipt["content"].encode()
    same = hashlib.sha256(b"\x00" + content).digest() == leaf
    fault = "The part content does not fit the part leaf_hash: one of them was altered, be it by a character."
    demand(same, said, "The entry is what was sealed.", fault)
    if named is not None:
        digest = hashlib.sha256(rfc8785.dumps(named)).hexdigest()
        same = json.loads(content)["facts"].get("document") == digest
        fault = "The part document is not what the entry names: it was altered, be it by a character."
        demand(same, said, "The document is the one that the entry names.", fault)


def check_receipt(receipt: dict[str, Any], keys: dict[str, str], said: list[Claim]) -> None:
    """Content, promise and, once there is one, the proof."""
    leaf = hashed("leaf_hash", receipt["leaf_hash"])
    check_content(receipt, leaf, said)
    promise = receipt.get("promise")
    if promise is not None:
        same = promise.get("type") == "sekisho-promise" and promise["leaf_hash"] == receipt["leaf_hash"]
        fault = "The promise is about another entry: its leaf_hash is not that of the receipt."
        demand(same, said, "The promise is about this entry.", fault)
        fault = "The promise (entry, leaf_hash, at) does not fit its signature: it was altered."
        demand(signature_holds(promise, keys), said, "The promise of %s is signed.", fault, promise["at"])
    proof = receipt.get("proof")
    if proof is None:
        text = "The entry has no place in the log yet; its promise stands for it."
        fault = "Neither a promise nor a proof is there: nothing says that the entry is in the log."
        demand(promise is not None, said, text, fault)
        return
    checkpoint = proof["checkpoint"]
    check_checkpoint(checkpoint, keys, said)
    inside = isinstance(proof["index"], int) and 0 <= proof["index"] < checkpoint["size"]
    fault = "The place of the entry (index) lies outside the log of the checkpoint."
    demand(inside, said, "The entry's place lies inside the log.", fault)
    root = root_from(proof["index"], checkpoint["size"], leaf, [hashed("path", one) for one in proof["path"]])
    fault = "The proof does not lead to the root of the checkpoint: leaf_hash, index or path was altered."
    demand(
        root.hex() == checkpoint["root"], said, "The entry is number %s of that log.", fault, proof["index"]
    )


def jws_holds(jws: str, document: dict[str, Any], keys: dict[str, str]) -> bool:
    """Is the detached signature (RFC 7515, RFC 7797, Ed25519) over the canonical JSON of ``document``?"""
    protected, payload, signature = jws.split(".")
    header = json.loads(base64url(protected))
    sort = {"alg": "EdDSA", "b64": False, "crit": ["b64"], "kid": header.get("kid")}
    if payload or header != sort:
        return False
    key = key_named(header["kid"], keys)
    try:
        key.verify(base64url(signature), protected.encode() + b"." + rfc8785.dumps(document))
    except InvalidSignature:
        return False
    return True


def base64url(text: str) -> bytes:
    """Bytes from base64url without padding."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def check_agreement(file: dict[str, Any], keys: dict[str, str], said: list[Claim]) -> None:
    """An agreement that the installation signed."""
    document = file["agreement"]
    fault = "The agreement does not fit its signature (jws): it was altered."
    demand(
        jws_holds(file["jws"], document, keys), said, "The agreement %s is signed.", fault, document["@id"]
    )


def check_consistency(proof: dict[str, Any], keys: dict[str, str], said: list[Claim]) -> None:
    """Nothing before the first checkpoint was changed by the time of the second."""
    first, second = proof["first"], proof["second"]
    for checkpoint in (first, second):
        check_checkpoint(checkpoint, keys, said)
    fault = "The checkpoints are not in order: the first has no entries, or more than the second."
    demand(0 < first["size"] <= second["size"], said, "The checkpoints are in order.", fault)
    known = bytes.fromhex(first["root"])
    old, new = roots_from(
        first["size"], second["size"], [hashed("path", one) for one in proof["path"]], known
    )
    same = old.hex() == first["root"] and new.hex() == second["root"]
    fault = "The later log does not begin with the earlier one, or the proof was altered."
    text = "The log of %s entries begins with the same %s."
    demand(same, said, text, fault, second["size"], first["size"])


def check_own_checkpoint(
    given: dict[str, Any] | None, own: dict[str, Any], keys: dict[str, str], said: list[Claim], proved: bool
) -> None:
    """The checkpoint that the reader kept belongs to the log on which the receipt rests: it is ``given``, the receipt's
    own, or a proof of consistency (``proved``) has to lead from one to the other."""
    check_checkpoint(own, keys, said)
    if given is not None and given["size"] == own["size"]:
        fault = (
            "Your checkpoint and the receipt's have the same size and different roots: there are two logs."
        )
        demand(given["root"] == own["root"], said, "Your checkpoint and the receipt's are the same.", fault)
    elif not proved:
        text = (
            "Your checkpoint over %s entries was not compared with the receipt: fetch the proof of consistency between "
            "the two, and give it as well."
        )
        said.append(Note((text, (own["size"],))))


def check_ends(proof: dict[str, Any], known: list[dict[str, Any]], said: list[Claim]) -> None:
    """The proof of consistency is about the checkpoints that are known."""
    ends = [(end["size"], end["root"]) for end in (proof["first"], proof["second"])]
    fault = (
        "The proof of consistency is between other checkpoints than yours and the receipt's: fetch the one between "
        "these two. If none is handed out, there are two logs."
    )
    for one in known:
        text = "The proof is about the checkpoint over %s entries."
        demand((one["size"], one["root"]) in ends, said, text, fault, one["size"])


def verify(
    receipt: dict[str, Any] | None,
    *,
    keys: dict[str, str],
    checkpoint: dict[str, Any] | None = None,
    consistency: dict[str, Any] | None = None,
) -> list[Claim]:
    """Every claim that holds, in plain words.

    Raises:
        DoesNotHold: the first claim that does not.
        KeyError, ValueError, TypeError, AttributeError: the input is not what it should be.
    """
    said: list[Claim] = []
    given: dict[str, Any] | None = None
    if receipt is not None and receipt.get("type") == "sekisho-agreement":
        check_agreement(receipt, keys, said)
    elif receipt is not None:
        check_receipt(receipt, keys, said)
        given = (receipt.get("proof") or {}).get("checkpoint")
    if checkpoint is not None:
        check_own_checkpoint(given, checkpoint, keys, said, proved=consistency is not None)
    if consistency is not None:
        check_consistency(consistency, keys, said)
        check_ends(consistency, [one for one in (checkpoint, given) if one is not None], said)
    return said


OTHER_KEY = (
    "If the page of the evidence log lists that key among its own, or it was printed for an earlier year, give it too: "
    "--key once for each. If not, somebody else made this."
)
ADVICE = """Save the file anew from where it was handed out and check it as it is. If that does not hold either, tell
the auditor of the council."""


def named(public: str) -> dict[str, str]:
    """A public key under its id."""
    return {hashlib.sha256(bytes.fromhex(public)).hexdigest()[:16]: public}


class NotReadable(Exception):
    """What was given is no file of this log, in words for whoever typed the command."""


def read(path: Path | None, what: str) -> Any:
    """A JSON file, or None.

    Raises:
        NotReadable: there is no such file, or it is not one of those that the log hands out.
    """
    if path is None:
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise NotReadable(f"{path}: {error.strerror}. Name the file of {what} that you saved.") from error
    except ValueError as error:
        raise NotReadable(
            f"{path} is not JSON. Name the file of {what} as it was handed out (.json), not its PDF."
        ) from error
    if not isinstance(found, dict):
        raise NotReadable(f"{path} is not {what} of this log.")
    return found


def keys_for(given: list[str], receipt: dict[str, Any]) -> dict[str, str]:
    """The keys that were typed, else those inside the receipt.

    Raises:
        NotReadable: one is not 64 hex digits.
    """
    try:
        if any(len(bytes.fromhex(key)) != 32 for key in given):
            raise ValueError("not the length of a key")
        typed = {name: public for key in given for name, public in named(key).items()}
        return typed if given else dict(receipt["keys"])
    except ValueError as error:
        raise NotReadable(
            "The key after --key is not 64 hex digits. Copy the public key whole from the page of the evidence log, "
            "not its short id."
        ) from error


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Check a receipt of the evidence log.")
    parser.add_argument("receipt", type=Path)
    parser.add_argument(
        "--key", action="append", default=[], help="public key, 64 hex digits; again for each"
    )
    parser.add_argument("--checkpoint", type=Path, help="a checkpoint that you kept")
    parser.add_argument("--consistency", type=Path, help="a proof between two checkpoints")
    options = parser.parse_args()
    out = sys.stdout.write
    if not options.key:
        out("! no --key given: the keys inside the receipt are believed\n")
    try:
        receipt = read(options.receipt, "a receipt")
        said = verify(
            receipt,
            keys=keys_for(options.key, receipt),
            checkpoint=read(options.checkpoint, "a checkpoint"),
            consistency=read(options.consistency, "a proof between two checkpoints"),
        )
    except KeyNotGiven as error:
        out(f"NOT CHECKED: {error}\n{OTHER_KEY}\n")
        return 2
    except DoesNotHold as error:
        out(f"DOES NOT HOLD: {error}\n{ADVICE}\n")
        return 1
    except NotReadable as error:
        out(f"NOT CHECKED: {error}\n")
        return 2
    except (KeyError, ValueError, TypeError, AttributeError):
        out(
            f"NOT CHECKED: {options.receipt} is neither a receipt of the evidence log nor a signed agreement, or "
            "something beside it is of another kind. Save the file again and name it here.\n"
        )
        return 2
    out("".join(f"{'!  ' if isinstance(claim, Note) else 'ok '} {claim}\n" for claim in said))
    return 0


if __name__ == "__main__":
    sys.exit(main())
