/* The report's one script: inlined into the file, named by its digest in the report's policy. It
   only adds. It sends nothing, loads nothing, and keeps nothing unless the reader ticks so. */
(() => {
  "use strict";
  const tools = document.getElementById("tools");
  const say = (key, places = {}) => {
    const words = document.querySelector(`#say [data-say="${key}"]`)?.textContent ?? "";
    return words.replace(/\{(\w+)\}/g, (_, name) => places[name]);
  };
  const marks = {};
  for (const mark of document.querySelectorAll(".status[data-for]")) (marks[mark.dataset.for] ??= []).push(mark);
  const cards = [...document.querySelectorAll("article.task")].map((card, index) => ({
    card,
    marks: [card.querySelector(".status"), ...(marks[card.id] ?? [])],
    index,
    fold: card.querySelector("details"),
    tick: card.querySelector(".done input"),
    band: ["critical", "high", "medium", "low", "info"].indexOf(card.dataset.band),
    minutes: Number(card.dataset.minutes),
    due: card.dataset.due || "9999",
    text: null,
    rows: null,
  }));

  /* Searching: what a card says is read once, a few cards at a time, so that no step takes long. */
  const SLICE_MS = 40;
  const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  const read = (item) => {
    if (item.text !== null) return;
    item.rows = [...item.card.querySelectorAll(".place, .rows > li")].map((row) => ({
      row,
      text: plain(row.textContent),
    }));
    item.text = plain(item.card.querySelector(".body").textContent) + plain(item.fold.querySelector("summary").textContent);
  };

  let run = 0;
  const steps = function* (words, worst) {
    let shown = 0;
    for (const item of cards) {
      let fits = item.band <= worst;
      if (fits && words.length) {
        read(item);
        fits = words.every((word) => item.text.includes(word));
      }
      item.card.hidden = !fits;
      shown += fits ? 1 : 0;
      yield shown;
      if (item.rows === null) continue;
      const some = fits && words.length && item.rows.some(({ text }) => words.every((word) => text.includes(word)));
      for (const [number, { row, text }] of item.rows.entries()) {
        const hides = Boolean(some) && !words.every((word) => text.includes(word));
        if (row.hidden !== hides) row.hidden = hides;
        if (number % 200 === 199) yield shown;
      }
    }
    return shown;
  };

  const filter = () => {
    run += 1;
    const mine = run;
    const words = plain(document.getElementById("find").value).split(/\s+/).filter(Boolean);
    const least = document.getElementById("severity").value;
    const worst = { critical: 0, high: 1, medium: 2 }[least] ?? 9;
    const work = steps(words, worst);
    const told = document.getElementById("none-left");
    const go = () => {
      if (mine !== run) return;
      const until = performance.now() + SLICE_MS;
      for (;;) {
        const step = work.next();
        if (step.done) {
          told.hidden = step.value > 0;
          told.textContent = step.value > 0 ? "" : say("none");
          progress();
          return;
        }
        if (performance.now() > until) break;
      }
      setTimeout(go);
    };
    go();
  };

  const sorted = {
    plan: (a, b) => a.index - b.index,
    due: (a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : a.index - b.index),
    minutes: (a, b) => a.minutes - b.minutes || a.index - b.index,
    band: (a, b) => a.band - b.band || a.index - b.index,
  };
  const order = () => {
    const compare = sorted[document.getElementById("order").value] || sorted.plan;
    for (const list of document.querySelectorAll(".cards")) {
      const mine = cards.filter(({ card }) => card.parentElement === list);
      list.append(...mine.sort(compare).map(({ card }) => card));
    }
  };

  /* Ticking off. What is kept is a row of noughts and ones under a fingerprint of this report. */
  const place = "netcurtain." + document.documentElement.dataset.report;
  const keep = document.getElementById("keep");
  const kept = (act) => {
    try {
      return act(window.localStorage);
    } catch {
      return null;
    }
  };
  const store = () => {
    if (keep && keep.checked) {
      const bits = cards.map(({ tick }) => (tick.checked ? "1" : "0")).join("");
      kept((memory) => memory.setItem(place, bits));
    } else {
      kept((memory) => memory.removeItem(place));
    }
  };
  const progress = () => {
    const done = cards.filter(({ tick }) => tick.checked).length;
    const shown = cards.filter(({ card }) => !card.hidden).length;
    const some = shown < cards.length ? ` ${say("shown", { n: shown })}` : "";
    document.getElementById("progress").textContent = say("done", { n: done, all: cards.length }) + some;
    for (const { marks, tick } of cards) {
      for (const mark of marks) {
        mark.hidden = !tick.checked;
        mark.textContent = tick.checked ? `\u2713 ${say("tick")}` : "";
      }
    }
  };

  /* A letter's words, to be pasted elsewhere. */
  const copy = async (text, node) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      getSelection().selectAllChildren(node);
      return document.execCommand("copy");
    }
  };
  for (const letter of document.querySelectorAll("details.letter")) {
    const words = letter.querySelector("pre");
    if (!words) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = say("copy");
    const told = document.createElement("span");
    told.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      told.textContent = (await copy(words.textContent, words)) ? ` ${say("copied")}` : ` ${say("by-hand")}`;
    });
    words.after(button, told);
  }

  /* A link to a card opens it. */
  const open = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const card = target && target.closest("article.task");
    if (!card) return;
    card.hidden = false;
    card.querySelector("details").open = true;
    target.scrollIntoView();
  };
  window.addEventListener("hashchange", open);

  if (!tools || !cards.length) return;
  const fold = (wanted) => {
    const left = cards.filter(({ card }) => !card.hidden);
    const next = () => {
      const until = performance.now() + SLICE_MS;
      while (left.length && performance.now() < until) left.shift().fold.open = wanted;
      if (left.length) setTimeout(next);
    };
    next();
  };
  const on = (id, event, act) => document.getElementById(id).addEventListener(event, act);
  on("find", "input", filter);
  on("severity", "change", filter);
  on("order", "change", order);
  on("unfold", "click", () => fold(true));
  on("fold", "click", () => fold(false));
  on("print", "click", () => window.print());
  keep.addEventListener("change", store);
  document.addEventListener("change", ({ target }) => {
    if (!target.closest(".done")) return;
    progress();
    store();
  });
  const bits = kept((memory) => memory.getItem(place));
  if (bits !== null && bits.length === cards.length) {
    keep.checked = true;
    cards.forEach(({ tick }, number) => {
      tick.checked = bits[number] === "1";
    });
  }
  tools.hidden = false;
  progress();
  open();
})();
