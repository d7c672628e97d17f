"""The keyed digest is HMAC-SHA-256, however it is computed."""

import hashlib
import hmac

from hypothesis import given
from hypothesis import strategies as st

from leeward.record.vault.keys import Keys


@given(st.binary(min_size=1, max_size=100), st.text(), st.text())
def test_a_digest_is_the_hmac_of_domain_and_identifier(pepper: bytes, domain: str, raw: str) -> None:
    keys = Keys({1: bytes(32)}, pepper, bytes(32))
    expected = hmac.new(pepper, f"{domain}\0{raw}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
    assert keys.digest(domain, raw) == expected
