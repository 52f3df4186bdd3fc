
/* <![CDATA[ the page is well-formed XML too */
"use strict";
/* Filters, links to a case, copying. All that this page says can be read without it. */
(() => {
    const form = document.getElementById("filters");
    const shown = document.getElementById("shown");
    const groups = Array.from(document.querySelectorAll("section.group"), (section) => ({
        section,
        name: section.dataset.group,
        cases: Array.from(section.querySelectorAll("details.case"), (details) => ({
            item: details.parentElement,
            outcome: details.dataset.outcome,
            severities: details.dataset.severity.split(" "),
            details,
            text: null,
        })),
    }));
    const total = groups.reduce((sum, group) => sum + group.cases.length, 0);

    /* What the text filter looks at: not the bodies, in which every word stands. Made when first asked for. */
    const textOf = (row) => {
        if (row.text === null) {
            const parts = row.details.querySelectorAll(".id, .want, .facts, .finding");
            row.text = Array.from(parts, (part) => part.textContent).join("\n").toLowerCase();
        }
        return row.text;
    };

    const wanted = () => ({
        words: form.elements.text.value.toLowerCase().split(/\s+/).filter((word) => word !== ""),
        outcome: form.elements.outcome.value,
        severity: form.elements.severity.value,
        group: form.elements.group.value,
    });

    const fits = (row, want) =>
        (want.outcome === "" || row.outcome === want.outcome) &&
        (want.severity === "" || row.severities.includes(want.severity)) &&
        want.words.every((word) => textOf(row).includes(word));

    const filter = () => {
        const want = wanted();
        let count = 0;
        for (const group of groups) {
            const named = want.group === "" || group.name === want.group;
            let of_group = 0;
            for (const row of group.cases) {
                const fit = named && fits(row, want);
                row.item.hidden = !fit;
                of_group += fit ? 1 : 0;
            }
            group.section.hidden = of_group === 0;
            count += of_group;
        }
        shown.textContent = count === total ? `All ${total} cases` : `${count} of ${total} cases`;
    };

    /* Open what stands around an element, and show it when a filter hides it. */
    const reveal = (element) => {
        if (element.closest("[hidden]") !== null) {
            form.reset();
            filter();
        }
        for (let at = element; at !== null; at = at.parentElement) {
            if (at instanceof HTMLDetailsElement) { at.open = true; }
        }
        element.scrollIntoView();
    };

    const follow = () => {
        const id = location.hash.slice(1);
        let element = document.getElementById(id);
        if (element === null) {
            try {
                element = document.getElementById(decodeURIComponent(id));
            } catch (error) {
                return; /* no id of ours has a percent sign */
            }
        }
        if (element !== null && id !== "") { reveal(element); }
    };

    const copy = async (button, text) => {
        try {
            await navigator.clipboard.writeText(text);
            button.textContent = "Copied";
        } catch (error) {
            button.textContent = "Not allowed: select and copy";
        }
        setTimeout(() => { button.textContent = "Copy"; }, 2000);
    };

    for (const line of document.querySelectorAll("pre.curl")) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = "Copy";
        button.setAttribute("aria-live", "polite");
        button.addEventListener("click", () => copy(button, line.textContent));
        line.parentElement.querySelector("figcaption").append(button);
    }

    form.hidden = false;
    form.addEventListener("input", filter);
    form.addEventListener("reset", () => setTimeout(filter));
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("hashchange", follow);
    filter();
    follow();
})();
/* ]]> */
