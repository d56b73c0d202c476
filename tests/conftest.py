"""What all tests share: how hard the property tests try, an empty data folder, and browser tests last."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

BROWSER_TESTS = Path(__file__).parent / "browser"

# No deadline and no complaint about slow data: on a shared machine these fail for reasons that are not ours. The usual run
# tries the same examples every time, so that what fails for one fails for all; HYPOTHESIS_PROFILE=deep searches at random.
settings.register_profile(
    "ci",
    max_examples=60,
    derandomize=True,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("deep", settings.get_profile("ci"), max_examples=2000, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Tests marked `anyio` run on asyncio only, as the server does."""
    return "asyncio"


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """An empty folder for conferences."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


# First of all hooks, so that `-m browser` sees the marker.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in tests/browser and run it last.

    Playwright keeps an event loop in the main thread from its first test to the end of the session, and
    `asyncio.run` refuses to work beside it.
    """
    for item in items:
        if item.path.is_relative_to(BROWSER_TESTS):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
