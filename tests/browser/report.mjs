/* What the HTML report must do in a browser. Usage: node report.mjs CHROMIUM FIXTURE SANDBOX
 * FIXTURE is the page of tests/unit/report/page.c, SANDBOX that of a run. One line a check; exit 1 at the first failure. */
import assert from "node:assert/strict";
import {statSync} from "node:fs";
import {pathToFileURL} from "node:url";
import {chromium} from "playwright-core";
import {faintTexts, hostileMarkup, openMost, tooWide, unreadable} from "./inside.mjs";

const [executablePath, fixture, sandbox] = process.argv.slice(2);
const CASE_BYTES_MAX = 5 * 1024; /* 600 cases make 3 MB */
const SAMPLED = 16; /* of the cases of a run, one of so many is opened */
const PHONE = {width: 360, height: 740};
const browser = await chromium.launch({executablePath, args: ["--no-sandbox", "--disable-gpu"]});

/* Open a page in a context of its own, look at it with what, and hold it to what holds of every page. */
const look = async (name, file, options, what) => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const address = pathToFileURL(file).href;
    const noise = [];
    page.setDefaultTimeout(10000);
    page.on("console", (message) => noise.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => noise.push(`error: ${error.message}`));
    page.on("request", (request) => {
        if (request.url().split("#")[0] !== address) { noise.push(`request: ${request.url()}`); }
    });
    try {
        await page.goto(address);
        await what(page, address, context);
        assert.deepEqual(noise, []);
    } catch (error) {
        console.error(`${name}: FAILED`);
        throw error;
    } finally {
        await context.close();
    }
    console.log(`${name}: ok`);
};

const shownCases = (page) => page.locator("details.case").filter({visible: true}).count();
const caseOf = (page, id) => page.locator("details.case").filter({has: page.locator(`[id="${id}"]`)});

const readable = async (page, step = 1) => {
    await page.evaluate(openMost, step);
    assert.deepEqual(await page.evaluate(faintTexts), []);
    assert.deepEqual(await page.evaluate(unreadable), []);
};

const narrow = async (page, step = 1) => {
    assert.deepEqual(await page.evaluate(tooWide), [], "before anything is opened");
    await page.evaluate(openMost, step);
    assert.deepEqual(await page.evaluate(tooWide), [], "with everything open");
};

const inert = async (page) => {
    await page.evaluate(openMost, 1);
    const found = await page.evaluate(hostileMarkup);
    assert.equal(found.ran, undefined, "a script of the server's ran");
    assert.deepEqual([found.scripts, found.images, found.drawings], [1, 0, 0]);
    assert.ok(found.texts >= 4, "the hostile text is shown: message, got, header, body");
};

const filters = async (page) => {
    const total = await page.locator("details.case").count();
    const expectShown = async (count) => {
        const said = count === total ? `All ${total} cases` : `${count} of ${total} cases`;
        await page.locator("#shown").getByText(said, {exact: true}).waitFor();
        assert.equal(await shownCases(page), count);
    };
    assert.equal(total, 50);
    await expectShown(50);
    await page.locator("#filters").getByLabel("Text").fill("QUANTITY below");
    await expectShown(1);
    assert.ok(await page.locator("details.case", {hasText: "below-first"}).isVisible());
    await page.locator("#filters").getByLabel("Text").fill("no such words");
    await expectShown(0);
    await page.getByRole("button", {name: "Clear"}).click();
    await expectShown(50);
    const rows = [["Outcome", "failed", 4], ["Outcome", "not_run", 1], ["Outcome", "inconclusive", 1],
                  ["Finding", "violation", 4], ["Finding", "warning", 2], ["Finding", "observation", 2],
                  ["Finding", "none", 44], ["Group", "title", 4], ["Group", "reff_no", 40]];
    for (const [label, value, count] of rows) {
        await page.locator("#filters").getByLabel(label).selectOption(value);
        await expectShown(count);
        await page.locator("#filters").getByLabel(label).selectOption("");
    }
    await page.locator("#filters").getByLabel("Group").selectOption("title");
    await page.locator("#filters").getByLabel("Finding").selectOption("violation");
    await expectShown(3);
    assert.equal(await page.locator("section.group").filter({visible: true}).count(), 1);
};

const deepLink = async (page, address) => {
    const id = "title/required/absent";
    await page.goto(`${address}#${id}`);
    const row = caseOf(page, id);
    await page.waitForFunction((wanted) => document.getElementById(wanted).closest("details").open, id);
    assert.ok(await row.locator("figcaption").first().isVisible());
    await page.waitForFunction((wanted) => { /* in sight, and not behind the filters that stay at the top */
        const summary = document.getElementById(wanted).closest("details").firstElementChild;
        const box = summary.getBoundingClientRect();
        return summary.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2));
    }, id);
};

/* A link to a case that the filters hide shows it again. */
const hiddenLink = async (page) => {
    await page.locator("#filters").getByLabel("Group").selectOption("reff_no");
    await page.locator("#findings ~ * a[href='#title/required/absent']").first().click();
    await page.waitForFunction(() => document.getElementById("title/required/absent").checkVisibility());
    assert.equal(await shownCases(page), 50);
};

const copying = async (page, address, context) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const figure = page.locator(".card figure").filter({has: page.locator("pre.curl")}).first();
    const wanted = await figure.locator("pre.curl").textContent();
    assert.match(wanted, /^curl /);
    await figure.getByRole("button", {name: "Copy"}).click();
    await figure.getByRole("button", {name: "Copied"}).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), wanted);
};

const keyboard = async (page) => {
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    const row = page.locator("details.case").first();
    await row.locator("summary").first().focus();
    await page.keyboard.press("Enter");
    assert.ok(await row.locator(".facts").isVisible());
    await page.keyboard.press("Enter");
    assert.ok(!await row.locator(".facts").isVisible());
};

const marks = async (page) => {
    const card = (id) => page.locator("details.card").filter({has: page.locator("h5", {hasText: id})});
    const texts = (id) => card(id).locator("mark").allTextContents();
    assert.deepEqual(await texts("items.quantity/minimum/below-first"), ["0", "HTTP 200", "\"open\""]);
    assert.deepEqual(await texts("title/required/absent"), ["{", "}", "HTTP 500", "Content-Type: text/html"]);
    assert.deepEqual(await texts("title/maxLength/at"), ["{", "\"Order 1\"", "150000", "}"]);
};

const printed = async (page) => {
    await page.emulateMedia({media: "print", colorScheme: "dark"});
    const lines = page.locator("details.lines .finding");
    assert.ok(await page.locator(".card pre").first().isVisible());
    assert.ok(await lines.first().isVisible(), "what is closed on the screen stands on paper");
    assert.ok(!await page.locator("nav").isVisible());
    assert.ok(!await page.locator("#filters").isVisible());
    assert.equal(await page.getByRole("button").filter({visible: true}).count(), 0);
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
    const paper = await page.pdf({format: "A4"});
    assert.equal(paper.subarray(0, 5).toString(), "%PDF-");
};

const dark = async (page) => {
    const colour = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(await colour(), "rgb(21, 24, 29)");
    await readable(page);
    await page.emulateMedia({colorScheme: "light"});
    assert.equal(await colour(), "rgb(255, 255, 255)");
};

/* No script: everything opens by hand, a link opens its case, no control is there that does nothing. */
const withoutScript = async (page, address) => {
    assert.equal(await page.locator("#filters").filter({visible: true}).count(), 0);
    assert.equal(await page.getByRole("button", {name: "Copy"}).count(), 0);
    assert.ok(await page.locator(".card pre.curl").first().isVisible());
    const row = caseOf(page, "items.quantity/minimum/at-first");
    await row.locator("summary").first().click();
    assert.ok(await row.locator("pre.body").first().isVisible());
    await page.goto(`${address}#method/patch`);
    assert.ok(await caseOf(page, "method/patch").locator(".facts").isVisible());
};

const ofARun = async (page) => {
    assert.match(await page.locator("h1").textContent(), /Conforms/);
    const count = await page.locator("details.case").count();
    assert.ok(count > 500, `${count} cases`);
    assert.equal(await page.locator("#shown").textContent(), `All ${count} cases`);
    assert.ok(await page.locator("details.case pre.body").count() > 500, "what went over the wire is there");
    assert.ok(statSync(sandbox).size < count * CASE_BYTES_MAX, `${statSync(sandbox).size} bytes`);
    await readable(page, SAMPLED);
};

try {
    await look("hostile text is inert", fixture, {}, inert);
    await look("readable", fixture, {colorScheme: "light"}, (page) => readable(page));
    await look("dark", fixture, {colorScheme: "dark"}, dark);
    await look("phone", fixture, {viewport: PHONE, isMobile: true}, (page) => narrow(page));
    await look("narrow window", fixture, {viewport: PHONE}, (page) => narrow(page));
    await look("filters", fixture, {}, filters);
    await look("deep link", fixture, {}, deepLink);
    await look("deep link to what is hidden", fixture, {}, hiddenLink);
    await look("copy", fixture, {}, copying);
    await look("keyboard", fixture, {}, keyboard);
    await look("marks", fixture, {}, marks);
    await look("print", fixture, {colorScheme: "dark"}, printed);
    await look("without script", fixture, {javaScriptEnabled: false}, withoutScript);
    await look("page of a run", sandbox, {}, ofARun);
    await look("page of a run, phone", sandbox, {viewport: PHONE}, (page) => narrow(page, SAMPLED));
} catch (error) {
    console.error(error);
    process.exitCode = 1;
} finally {
    await browser.close();
}
