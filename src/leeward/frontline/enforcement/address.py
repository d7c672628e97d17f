"""Where webhooks may go: https to the public internet. Plain http only to this machine, private networks only when allowed.

A receiver's name is looked up anew for each attempt and every address it has must be allowed, so a name that points inside
later is refused as one that points inside now; the connection is made to the very address that was checked.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from leeward.frontline.enforcement.refusals import AddressRefused

LONGEST = 2_000
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
_NAT64 = IPv6Network("64:ff9b::/96")  # IPv4 addresses as IPv6 ones: what counts is the one inside


def checked(address: str, *, private: bool) -> str:
    """The address, when webhooks may be sent there as far as it says itself. Raises AddressRefused."""
    text = address.strip()
    if len(text) > LONGEST or not text.isprintable() or " " in text or "\\" in text:
        raise AddressRefused("It is not an address.", remedy="Write it like https://platform.example/hooks/leeward.")
    parts = _split(text)
    host = parts.hostname or ""
    if parts.username is not None or parts.password is not None:
        raise AddressRefused("It carries a name or password.", remedy="Leave them out; the signature says who we are.")
    if parts.fragment:
        raise AddressRefused("It has a part after #.", remedy="Leave it out.")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _THIS_MACHINE):
        raise AddressRefused("It is not https.", remedy="Use https; plain http is only for this machine.")
    if host in _THIS_MACHINE or ((number := literal(host)) is not None and not is_public(number)):
        refuse_private(private)
    return text


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise AddressRefused("It cannot be read.", remedy="Write it like https://platform.example/hooks/leeward.") from None
    if not parts.hostname or port == 0:
        raise AddressRefused("It names no host.", remedy="Write it like https://platform.example/hooks/leeward.")
    return parts


def allowed_of(found: Iterable[str], *, private: bool) -> str:
    """The first of the addresses that a name stands for, when all of them are allowed. Raises AddressRefused."""
    numbers = [ip_address(each.partition("%")[0]) for each in found]
    if not numbers:
        raise AddressRefused("Its name stands for no address.")
    if not all(is_public(number) for number in numbers):
        refuse_private(private)
    return str(numbers[0])


def refuse_private(private: bool) -> None:
    """Raises AddressRefused unless private addresses are allowed here."""
    if not private:
        raise AddressRefused("It is inside a private network.", remedy="Set LEEWARD_WEBHOOK_PRIVATE=true if that is yours.")


def literal(host: str) -> IPv4Address | IPv6Address | None:
    """The address that a host is written as, if it is one."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def is_public(number: IPv4Address | IPv6Address) -> bool:
    """Whether an address is on the public internet; addresses inside addresses are looked at too."""
    if isinstance(number, IPv6Address):
        teredo = number.teredo[1] if number.teredo else None
        inner = number.ipv4_mapped or number.sixtofour or teredo
        if inner is None and number in _NAT64:
            inner = IPv4Address(int(number) & 0xFFFF_FFFF)
        if inner is not None:
            return is_public(inner)
    return number.is_global and not number.is_multicast and not number.is_reserved
