"""Pictures of every page: python3 screenshots.py FOLDER, with what deploy/up wrote in the environment."""

import sys
from pathlib import Path

from addresses import doors, pages
from conftest import DESK, PHONE, log_in, setting
from playwright.sync_api import sync_playwright


def main(folder):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    base_url = setting("BASE_URL").rstrip("/")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = browser.new_context(locale="en-US")
        log_in(context.new_page(), base_url, setting("ADMIN_EMAIL"), setting("ADMIN_PASSWORD"))
        context.pages[0].locator(".app").wait_for()
        session = context.storage_state()
        for size, viewport in (("desk", DESK), ("phone", PHONE)):
            for scheme in ("light", "dark"):
                context = browser.new_context(viewport=viewport, storage_state=session, color_scheme=scheme,
                                              locale="en-US", reduced_motion="reduce", device_scale_factor=2)
                for path in [*pages(), *doors()]:
                    page = context.new_page()
                    page.goto(base_url + path)
                    page.locator(".app, .login-card").filter(visible=True).first.wait_for()
                    page.wait_for_timeout(1500)  # charts draw themselves after everything else is there
                    name = path.strip("/").replace("/", "-") or "dashboard"
                    page.screenshot(path=folder / f"{name}-{size}-{scheme}.png")
                    page.close()
                context.close()
        browser.close()
    print(f"{len(list(folder.glob('*.png')))} pictures are in {folder}.")


if __name__ == "__main__":
    main(*sys.argv[1:])
