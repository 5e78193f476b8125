"use strict";
(() => {
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });
  const valueOf = (cell) => cell.dataset.v ?? cell.textContent.trim();
  const isEmpty = (text) => text === "" || text === "\u2013";
  const compare = (one, other) => {
    const difference = Number(one) - Number(other);
    return Number.isNaN(difference) ? collator.compare(one, other) : difference;
  };
  for (const table of document.querySelectorAll("table.sort")) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      if (head.tagName !== "TH" || table.tBodies[0].rows.length < 2) {
        return;
      }
      const button = document.createElement("button");
      button.type = "button";
      button.title = `${document.body.dataset.sort} ${head.textContent}`;
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const direction = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
        const rows = [...table.tBodies[0].rows].map((row) => [valueOf(row.cells[column]), row]);
        // What is not known stands last, whichever way is sorted.
        rows.sort(([one], [other]) => isEmpty(one) - isEmpty(other) || direction * compare(one, other));
        table.tBodies[0].append(...rows.map(([, row]) => row));
      });
    });
  }
})();
