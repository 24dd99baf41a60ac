"""What browser tests of the pages of settings share."""

import uuid

import pytest
from playwright.sync_api import expect

from conftest import DESK

SAMPLE = """{"ro": {"number": "RO-1", "closedAt": "11/20/2026 16:45", "cents": 41250},
 "customer": {"full": "<script>window.hurt = 1</script> Maria", "mobile": "(415) 517-2054"},
 "shop": "مصنع السيارات والخدمات المتكاملة للمركبات الحديثة والقديمة على حد سواء في المدينة"}"""


@pytest.fixture
def visit(open_page, session_state, base_url):
    """Opens one page of somebody who is logged in."""
    def go(path, viewport=DESK, **options):
        page = open_page(viewport, storage_state=session_state, **options)
        page.goto(base_url + path)
        expect(page.locator("#content h1")).to_be_visible()
        return page

    return go


@pytest.fixture
def source(api):
    """The name of a source that this test alone uses, and that is gone when it is over."""
    name = f"browser-{uuid.uuid4().hex[:10]}"
    yield name
    if name in [one["name"] for one in api("GET", "/api/sources")["sources"]]:
        api("DELETE", f"/api/sources/{name}")
