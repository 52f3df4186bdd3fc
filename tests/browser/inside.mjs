/* Functions that run inside the page; each is sent there alone, so none uses another. */

/* Texts whose contrast with what stands behind them is below 4.5 (WCAG 2.1, 1.4.3). */
export const faintTexts = () => {
    const rgba = (text) => {
        const parts = text.match(/[\d.]+/g).map(Number);
        return {channels: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : 1};
    };
    const luminance = (channels) => {
        const [r, g, b] = channels.map((value) => {
            const share = value / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element) => {
        for (let at = element; at !== null; at = at.parentElement) {
            const colour = rgba(getComputedStyle(at).backgroundColor);
            if (colour.alpha === 1) { return colour.channels; }
        }
        return [255, 255, 255];
    };
    const faint = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const element = node.parentElement;
        if (node.data.trim() === "" || element.closest("script, style, option") !== null) { continue; }
        if (!element.checkVisibility()) { continue; }
        const [low, high] = [luminance(rgba(getComputedStyle(element).color).channels), luminance(behind(element))]
            .sort((a, b) => a - b);
        const contrast = (high + 0.05) / (low + 0.05);
        if (contrast < 4.5) { faint.add(`${element.tagName}.${element.className} ${contrast.toFixed(2)}`); }
    }
    return [...faint];
};

/* All that opens, but of the cases one of each `step`: hundreds look alike. */
export const openMost = (step) => {
    let cases = 0;
    for (const details of document.querySelectorAll("details")) {
        details.open = !details.matches(".case") || cases++ % step === 0;
    }
};

/* Empty, or how wide the page is and what reaches past the right edge of the window. */
export const tooWide = () => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) { return []; }
    const found = [...document.body.querySelectorAll("*")]
        .filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > width + 0.5)
        .map((element) => `${element.tagName}.${element.className}`);
    return [`page: ${document.documentElement.scrollWidth}`, ...found.slice(0, 5)];
};

/* What a screen reader would miss. */
export const unreadable = () => {
    const faults = [];
    const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
    if (new Set(ids).size !== ids.length) { faults.push("an id is there twice"); }
    for (const landmark of ["header", "nav", "main", "footer"]) {
        if (document.querySelectorAll(landmark).length !== 1) { faults.push(`not one ${landmark}`); }
    }
    let last = 0;
    for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
        const level = Number(heading.tagName[1]);
        if (level > last + 1) { faults.push(`h${level} after h${last}: ${heading.textContent}`); }
        last = level;
    }
    for (const control of document.querySelectorAll("input, select")) {
        if (control.labels.length !== 1) { faults.push(`${control.name}: no label`); }
    }
    for (const head of document.querySelectorAll("th")) {
        if (!head.hasAttribute("scope")) { faults.push(`th without scope: ${head.textContent}`); }
    }
    for (const link of document.querySelectorAll("a")) {
        const id = link.getAttribute("href").slice(1);
        if (document.getElementById(id) === null) { faults.push(`a link to nothing: ${id}`); }
    }
    if (document.documentElement.lang === "" || document.title === "") { faults.push("no language or title"); }
    return faults;
};

/* Markup that came from the server and stayed text leaves none of these. */
export const hostileMarkup = () => ({
    ran: window.hostile,
    scripts: document.scripts.length,
    images: document.images.length,
    drawings: document.querySelectorAll("svg:not(.bar)").length,
    texts: document.body.innerText.split("</script><script>window.hostile=1").length - 1,
});
