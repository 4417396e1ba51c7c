import pytest

import privacy


@pytest.fixture(scope="session", autouse=True)
def _lists(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The lists are built once, away from the working copy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WEGWIJS_VAR", str(tmp_path_factory.mktemp("var")))
        privacy.load()
