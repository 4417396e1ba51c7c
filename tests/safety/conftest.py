"""One assessor with the encoder and one without, for all safety tests."""

import pytest

from safety import Assessor


@pytest.fixture(scope="session")
def phrases_only() -> Assessor:
    return Assessor(None)


@pytest.fixture(scope="session")
def assessor() -> Assessor:
    from encoder import Encoder

    return Assessor(Encoder())
