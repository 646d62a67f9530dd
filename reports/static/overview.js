/* The overview's one script: inlined into the file, named by its digest in the page's policy. It
   only adds: sifting and sorting of the table. It sends nothing, loads nothing and keeps nothing. */
(() => {
  "use strict";
  const table = document.getElementById("everybody");
  const body = table.tBodies[0];
  const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  const rows = [...body.rows].map((row, index) => ({ row, index, worst: Number(row.dataset.w), text: null, tags: null }));
  const read = (item) => {
    if (item.text !== null) return;
    item.text = plain(item.row.textContent);
    item.tags = [...item.row.cells[0].querySelectorAll("i")].map((tag) => tag.textContent);
  };
  const field = (id) => document.getElementById(id);
  const value = (id) => field(id)?.value ?? "";

  const sift = () => {
    const words = plain(value("find")).split(/\s+/).filter(Boolean);
    const worst = Number(value("worst"));
    const role = value("role");
    const group = value("group");
    const calls = field("only-calls").checked;
    const unchecked = field("only-unchecked").checked;
    let shown = 0;
    for (const item of rows) {
      let fits = (worst > 8 || item.worst <= worst)
        && (!calls || item.row.cells[1].textContent !== "")
        && (!unchecked || item.row.className === "un");
      if (fits && (words.length || role || group)) {
        read(item);
        fits = words.every((word) => item.text.includes(word))
          && (!role || item.tags[0] === role)
          && (!group || item.tags[1] === group);
      }
      if (item.row.hidden === fits) item.row.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    field("shown").textContent = `${shown.toLocaleString("en-GB")} of ${rows.length.toLocaleString("en-GB")}`;
  };

  const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
  /* What a cell is sorted by: a day, a number, or its words; nothing comes last either way. */
  const key = (item, column) => {
    if (column === 2) return item.worst;
    const text = item.row.cells[column].textContent.trim();
    if (text === "") return null;
    const day = /^(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})/.exec(text);
    if (day) return Number(day[3]) * 400 + MONTHS.indexOf(day[2]) * 32 + Number(day[1]);
    const number = /^\d+/.exec(text);
    return number && column > 2 ? Number(number[0]) : plain(text);
  };
  const compare = (a, b) => {
    if (typeof a === typeof b) return a < b ? -1 : a > b ? 1 : 0;
    return typeof a === "number" ? -1 : 1;
  };
  const heads = [...table.tHead.rows[0].cells];
  const sort = (column) => {
    const head = heads[column];
    const was = head.getAttribute("aria-sort");
    /* Up, down, and then as it came. Of counts the most is wanted first. */
    const first = column > 2 && column < 9 ? "descending" : "ascending";
    const second = first === "ascending" ? "descending" : "ascending";
    const now = was === null ? first : was === first ? second : null;
    for (const each of heads) each.removeAttribute("aria-sort");
    let order = rows;
    if (now !== null) {
      head.setAttribute("aria-sort", now);
      const sign = now === "ascending" ? 1 : -1;
      const keyed = rows.map((item) => [key(item, column), item]);
      keyed.sort(([a, left], [b, right]) => {
        if (a === null || b === null) return (a === null) - (b === null) || left.index - right.index;
        return sign * compare(a, b) || left.index - right.index;
      });
      order = keyed.map(([, item]) => item);
    }
    const all = document.createDocumentFragment();
    for (const item of order) all.append(item.row);
    body.append(all);
  };

  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => sort(column));
    head.replaceChildren(button);
  });
  const form = field("sift");
  form.addEventListener("input", sift);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  sift();
})();
