"""How allauth is fitted to the house."""

from __future__ import annotations

import base64

from allauth.mfa.adapter import DefaultMFAAdapter

from core import crypto

PURPOSE = "mfa.authenticator.data"


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """Seeds of second factors are sealed at rest."""

    def encrypt(self, text: str) -> str:
        """Sealed with the newest key."""
        return base64.b64encode(crypto.seal(text.encode(), purpose=PURPOSE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What :meth:`encrypt` sealed."""
        return crypto.unseal(base64.b64decode(encrypted_text), purpose=PURPOSE).decode()
