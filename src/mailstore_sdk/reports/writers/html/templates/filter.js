"use strict";
(() => {
  const plain = (text) => text.normalize("NFC").toLowerCase();
  const field = document.getElementById("filter");
  const textOf = (row) => plain([...row.cells].map((cell) => cell.textContent).join(" "));
  const rows = [...document.querySelectorAll("tbody tr")].map((row) => [textOf(row), row]);
  const told = document.getElementById("shown");
  document.getElementById("filtering").hidden = false; // without scripts there is nothing to type into
  field.addEventListener("input", () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [text, row] of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      shown += row.hidden ? 0 : 1;
    }
    told.textContent = words.length ? `${shown} / ${rows.length}` : "";
  });
})();
