"""TLS certificates of a moment: one that a client may trust, and ones that it must not."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_FIRST, _LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2049, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate with its key, and the file of the authority that a client is to trust."""

    chain: Path
    authority: Path

    def context(self) -> ssl.SSLContext:
        """What the server needs."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.chain)
        return context


def trusted(folder: Path) -> Certificate:
    """For 127.0.0.1, from an authority that the client can be told to trust."""
    return _made(folder, "trusted", [x509.IPAddress(ip_address("127.0.0.1")), x509.DNSName("localhost")])


def wrong_host(folder: Path) -> Certificate:
    """From the trusted authority, but for another host."""
    return _made(folder, "wrong-host", [x509.DNSName("forge.example")])


def expired(folder: Path) -> Certificate:
    """For the right host, and over."""
    names: list[x509.GeneralName] = [x509.IPAddress(ip_address("127.0.0.1"))]
    return _made(folder, "expired", names, last=datetime(2021, 1, 1, tzinfo=UTC))


def self_signed(folder: Path) -> Certificate:
    """For the right host, from an authority that nobody was told of."""
    made = _made(folder, "unknown", [x509.IPAddress(ip_address("127.0.0.1"))])
    return Certificate(made.chain, trusted(folder).authority)


def _made(folder: Path, name: str, hosts: list[x509.GeneralName], last: datetime = _LAST) -> Certificate:
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"authority of {name}")])
    authority = (
        _begun(authority_name, authority_name, authority_key.public_key(), _LAST)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(authority_key.public_key()), critical=False)
        .add_extension(_usage(signs=True), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    own = (
        _begun(subject, authority_name, key.public_key(), last)
        .add_extension(x509.SubjectAlternativeName(hosts), critical=False)
        .add_extension(above, critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    chain, trust = folder / f"{name}.pem", folder / f"{name}-authority.pem"
    chain.write_bytes(secret + own.public_bytes(pem))
    trust.write_bytes(authority.public_bytes(pem))
    return Certificate(chain, trust)


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, last: datetime
) -> x509.CertificateBuilder:
    begun = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    serial = x509.random_serial_number()
    return begun.serial_number(serial).not_valid_before(_FIRST).not_valid_after(last)


def _usage(*, signs: bool) -> x509.KeyUsage:
    off = dict.fromkeys(
        [
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "encipher_only",
            "decipher_only",
        ],
        False,
    )
    return x509.KeyUsage(digital_signature=True, key_cert_sign=signs, crl_sign=signs, **off)
