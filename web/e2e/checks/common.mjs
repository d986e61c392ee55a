// What the checks have in common.
export const DAY = "2025-05-07";
export const LIST = "ua-official-list";
export const AT = `#date=${DAY}&source=${LIST}&at=37.177,48.28`;
export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

export const text = (page, selector) => page.locator(selector).first().innerText();

/** The state in the address. */
export const hash = (page) => page.evaluate(() => decodeURIComponent(location.hash));
