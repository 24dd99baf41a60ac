"""What the first visit to each page takes: bytes, time until it can be used, and what moves meanwhile."""

import os
import sys

from playwright.sync_api import sync_playwright

from system import ROOT, median
from table import Row

sys.path.insert(0, str(ROOT / "Tests" / "browser"))
from addresses import pages  # noqa: E402

# Charts are loaded by the pages that draw some, after what they stand in.
CHARTS = "/assets/chart.js"

# The first frame in which somebody who is logged in sees the page with everything in it.
WATCH = """
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  (function look() {
    const app = document.querySelector('.app');
    const isThere = app && app.getClientRects().length && !document.querySelector('main[aria-busy="true"], main [aria-busy="true"]');
    if (isThere) window.usableAt = performance.now(); else requestAnimationFrame(look);
  })();
"""
AWAIT = """() => new Promise((done) => {
  (function look() { if (window.usableAt) done(); else requestAnimationFrame(look); })();
})"""
BYTES = """() => performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))
  .filter((entry) => !entry.name.endsWith('%s') && !entry.name.includes('/api/')).reduce((sum, entry) => sum + entry.transferSize, 0)"""


def measure(system):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
                                             args=["--no-sandbox"])
        session = log_in(browser, system)
        visits = {path: [visit(browser, session, system, path) for _ in range(system.scaled(5, 1))] for path in pages()}
        browser.close()
    heaviest = max(visits, key=lambda path: visits[path][0][0])
    kilobytes = visits[heaviest][0][0] / 1000
    yield Row("first load of the heaviest page, without charts", f"{kilobytes:.0f} KB", heaviest, goal="≤ 200 KB",
              reached=kilobytes <= 200)
    for path, found in visits.items():
        milliseconds = median([usable for _, usable, _ in found])
        yield Row(f"first visit to {path} until it can be used", f"{milliseconds:.0f} ms", f"{found[0][0] / 1000:.0f} KB",
                  goal="≤ 1,000 ms", reached=milliseconds <= 1000)
    shifts = {path: max(shift for _, _, shift in found) for path, found in visits.items()}
    unsteady = max(shifts, key=shifts.get)
    yield Row("layout shift, the page with the most", f"{shifts[unsteady]:.3f}", unsteady, goal="≤ 0.01",
              reached=shifts[unsteady] <= 0.01)


def log_in(browser, system):
    context = browser.new_context()
    page = context.new_page()
    page.goto(system.base_url)
    page.get_by_label("E-mail").fill(system.settings["ADMIN_EMAIL"])
    page.get_by_label("Password", exact=True).fill(system.settings["ADMIN_PASSWORD"])
    page.keyboard.press("Enter")
    page.locator(".app").wait_for()
    state = context.storage_state()
    context.close()
    return state


def visit(browser, session, system, path):
    """Bytes, milliseconds until it can be used, and layout shift of one visit with an empty cache."""
    context = browser.new_context(storage_state=session, viewport={"width": 1440, "height": 900})
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(system.base_url + path)
    page.evaluate(AWAIT)
    page.wait_for_timeout(700)  # the event stream never ends, so there is no quiet network to wait for
    found = page.evaluate(BYTES % CHARTS), page.evaluate("window.usableAt"), page.evaluate("window.shifted")
    context.close()
    return found
