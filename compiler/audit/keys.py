"""The private key of a ledger: made, kept under a passphrase, and used to sign. The one door to `cryptography`.

A key is a PKCS #8 text (PEM), so that other tools read it. Guarantees: what is wrong with a key raises `KeyProblem`,
and no message holds a passphrase.
"""

from __future__ import annotations

from cryptography.exceptions import InternalError, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class KeyProblem(Exception):
    """`reason` is a word of diagnostics/prose/terms.py: what is wrong with the key."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SigningKey:
    """A private key in memory."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private

    @classmethod
    def new(cls) -> SigningKey:
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def read(cls, pem: bytes, passphrase: str | None) -> SigningKey:
        """The key in a text that `written` made; raises `KeyProblem`."""
        secret = passphrase.encode() if passphrase else None
        try:
            private = serialization.load_pem_private_key(pem, secret)
        except TypeError:  # a passphrase that is missing, or given for a key that has none
            raise KeyProblem("<needs a passphrase>" if secret is None else "<has no passphrase>") from None
        except (
            ValueError,
            UnsupportedAlgorithm,
            InternalError,
        ):  # the last of keys that are too short inside
            raise KeyProblem("<wrong passphrase>" if secret else "<no key>") from None
        if not isinstance(private, Ed25519PrivateKey):
            raise KeyProblem("<no Ed25519 key>")
        return cls(private)

    def written(self, passphrase: str | None) -> bytes:
        """The key as text, under the passphrase if there is one."""
        secret = passphrase.encode() if passphrase else None
        return self._private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(secret) if secret else serialization.NoEncryption(),
        )

    @property
    def public(self) -> bytes:
        """The 32 bytes of the public key."""
        return self._private.public_key().public_bytes(
            serialization.Encoding.Raw, serialization.PublicFormat.Raw
        )

    def sign(self, text: bytes) -> bytes:
        return self._private.sign(text)
