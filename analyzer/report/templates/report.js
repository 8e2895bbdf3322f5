"use strict";
(() => {
  const { threads, behind, names, words } = JSON.parse(document.getElementById("data").textContent);
  const PAGE = 50, CHOICES = ["search", "by-label", "by-code", "by-channel"];
  const at = (id) => document.getElementById(id);
  const byRow = new Map(threads.map((thread) => [thread.r, thread]));
  const rowsBehind = new Map(Object.entries(behind).map(([figure, rows]) => [figure, new Set(rows)]));
  const figures = new Map();
  for (const node of document.querySelectorAll("[data-figure]")) {
    const { figure, total, said } = node.dataset;
    if (!figures.has(figure)) figures.set(figure, { total: Number(total), said: said || node.textContent.trim() });
  }
  let figure = null, origin = null, page = 0, found = threads, current = null;

  const make = (tag, text, kind) => {
    const node = document.createElement(tag);
    if (text !== undefined && text !== null) node.textContent = text;
    if (kind) node.className = kind;
    return node;
  };
  const clean = (text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
  const tone = (score) => (score === null ? "tn" : "t" + Math.min(4, Math.floor(score / 20)));
  const shownScore = (score) => (score === null ? "–" : score.toFixed(1).replace(".", document.documentElement.lang === "it" ? "," : "."));
  const fill = (key, parts) => words[key].replace(/\{(\w+)\}/g, (_, name) => parts[name]);
  const haystacks = new Map();
  const haystack = (thread) => {
    if (!haystacks.has(thread.r)) {
      const texts = thread.m.map((message) => message.text || "").concat(thread.e.map((entry) => entry.q));
      haystacks.set(thread.r, [thread.id, thread.src, thread.brand, thread.channel, ...thread.codes, ...thread.handle, ...thread.signature, ...texts].join("\n").toLowerCase());
    }
    return haystacks.get(thread.r);
  };

  const orders = {
    lowest: (a, b) => (a.score ?? 101) - (b.score ?? 101) || a.r - b.r,
    highest: (a, b) => (b.score ?? -1) - (a.score ?? -1) || a.r - b.r,
    longest: (a, b) => b.m.length - a.m.length || a.r - b.r,
    in_order: (a, b) => a.r - b.r,
  };

  function choose() {
    const sought = at("search").value.trim().toLowerCase();
    const label = at("by-label").value, code = at("by-code").value, channel = at("by-channel").value;
    found = threads.filter((thread) =>
      (!figure || rowsBehind.get(figure).has(thread.r)) && (!label || thread.label === label) && (!code || thread.codes.includes(code))
      && (!channel || thread.channel === channel) && (!sought || haystack(thread).includes(sought))).sort(orders[at("order").value]);
    page = 0;
    show();
  }

  function show() {
    const list = at("list");
    list.replaceChildren();
    for (const thread of found.slice(page * PAGE, (page + 1) * PAGE)) {
      const item = make("li"), button = make("button");
      button.type = "button";
      button.dataset.row = thread.r;
      button.append(make("b", shownScore(thread.score), "badge " + tone(thread.score)), " ", clean(thread.id));
      button.append(make("small", [thread.channel, thread.brand, thread.day, thread.codes.join(" ")].filter(Boolean).map(clean).join(" · ")));
      button.setAttribute("aria-current", String(current === thread.r));
      button.addEventListener("click", () => open(thread.r, "chosen"));
      item.append(button);
      list.append(item);
    }
    const narrowed = CHOICES.some((id) => at(id).value);
    const of = figure && figures.get(figure);
    const count = of && !narrowed && of.total > found.length ? fill("of_all", { shown: found.length, all: of.total }) : fill("found", { shown: found.length });
    at("status").textContent = (of ? clean(of.said) + ": " : "") + count;
    at("back").hidden = !origin;
    at("previous").disabled = page === 0;
    at("next").disabled = (page + 1) * PAGE >= found.length;
  }

  function marked(text, evidence) {
    const paragraph = make("p"), signs = Array.from(text);
    const edges = new Set([0, signs.length]);
    for (const entry of evidence) { edges.add(Math.min(entry.s, signs.length)); edges.add(Math.min(entry.t, signs.length)); }
    const places = [...edges].sort((a, b) => a - b);
    for (let i = 0; i + 1 < places.length; i += 1) {
      const piece = clean(signs.slice(places[i], places[i + 1]).join(""));
      const over = evidence.filter((entry) => entry.s <= places[i] && entry.t >= places[i + 1]);
      if (!over.length) { paragraph.append(piece); continue; }
      const strongest = over.find((entry) => entry.kind === "") || over.find((entry) => entry.kind === "credit") || over[0];
      const mark = make("mark", piece, strongest.kind);
      mark.title = over.map((entry) => entry.name).join(", ");
      paragraph.append(mark);
    }
    return paragraph;
  }

  function open(row, how) {
    const thread = byRow.get(row), pane = at("thread");
    if (!thread) return;
    current = row;
    pane.replaceChildren();
    const title = make("h3", clean(thread.id));
    title.prepend(make("b", shownScore(thread.score), "badge " + tone(thread.score)), " ");
    pane.append(title, make("p", [thread.label ? words[thread.label] : words.not_scorable + ": " + words[thread.reason], thread.brand, thread.channel, thread.language, words.source + " " + thread.src].filter(Boolean).map(clean).join(" · "), "soft"));
    for (const message of thread.m) {
      const box = make("div", null, "message " + message.role);
      const who = message.author || (message.role === "brand" ? thread.brand : null) || words[message.role] || message.role;
      box.append(make("header", [who, message.at ? message.at.slice(0, 16).replace("T", " ") : null, words[message.seen] || message.seen, message.kind === "automatic" ? words.automatic : null, (message.acts || []).map((act) => words[act] || act).join(", ")].filter(Boolean).map(clean).join(" · ")));
      const own = thread.e.filter((entry) => entry.m === message.id);
      const grounds = thread.e.filter((entry) => entry.on && entry.on.m === message.id);
      const evidence = own.map((entry) => ({ s: entry.s, t: entry.t, q: entry.q, kind: entry.k[0] === "P" ? "credit" : "", name: names[entry.k] || words[entry.k] }))
        .concat(grounds.map((entry) => ({ s: entry.on.s, t: entry.on.t, q: entry.on.q, kind: "ground", name: words.rests_on })));
      if (message.text !== null) box.append(marked(message.text, evidence.filter((entry) => entry.t - entry.s < Array.from(message.text.trim()).length)));
      else {
        const apart = [];
        for (const entry of [...evidence].sort((a, b) => a.s - b.s || b.t - a.t)) if (!apart.length || apart[apart.length - 1].t <= entry.s) apart.push(entry);
        const paragraph = make("p", apart.length ? null : "…", apart.length ? null : "soft");
        if (!apart.length) paragraph.title = words.evidence_only;
        for (const entry of apart) paragraph.append("… ", make("mark", clean(entry.q), entry.kind), " ");
        box.append(paragraph);
      }
      for (const entry of own) {
        const code = names[entry.k] !== undefined;
        const note = make("p", null, "note " + (entry.k[0] === "P" ? "credit" : code ? "" : "other"));
        if (code) note.append(make("span", entry.k, "code"), " ", make("b", names[entry.k]), entry.c === "likely" ? " (" + words.likely + ") " : " ", clean(entry.x));
        else note.append(make("b", words[entry.k] + ": " + words[entry.o]), entry.by ? " (" + words.deadline + " «" + clean(entry.by) + "»)" : "");
        if (entry.on) note.append(" ", make("span", words.rests_on + ": «" + clean(entry.on.q) + "»", "soft"));
        box.append(note);
      }
      pane.append(box);
    }
    for (const button of at("list").querySelectorAll("button")) button.setAttribute("aria-current", String(Number(button.dataset.row) === row));
    if (how === "linked" || (how === "chosen" && matchMedia("(max-width: 50rem)").matches)) { pane.scrollIntoView({ block: "start" }); pane.focus({ preventScroll: true }); }
  }

  function ask(asked) {
    for (const id of CHOICES) at(id).value = "";
    figure = asked;
    choose();
    at("browse").scrollIntoView({ block: "start" });
    if (found.length) open(found[0].r, "beside");
    const first = at("list").querySelector("button");
    (first || at("search")).focus({ preventScroll: true });
  }

  function back() {
    if (!origin) return;
    origin.closest("details")?.setAttribute("open", "");
    origin.focus();
    origin.scrollIntoView({ block: "center" });
  }

  function go(what, value) {
    const hash = "#" + what + "=" + encodeURIComponent(value);
    if (location.hash === hash) follow(); else location.hash = hash;
  }
  function follow() {
    const [what, value] = location.hash.slice(1).split("=", 2);
    if (value === undefined) return;
    let wanted;
    try { wanted = decodeURIComponent(value); } catch { return; }
    if (what === "ask" && rowsBehind.has(wanted) && figures.has(wanted)) ask(wanted);
    if (what === "open") { figure = null; choose(); open(Number(wanted), "linked"); }
  }
  addEventListener("hashchange", follow);

  function follows(node) {
    const asked = node.closest("[data-figure]"), opened = node.closest("[data-open]"), more = node.closest("[data-more]");
    if (asked || opened) origin = asked || opened;
    if (asked) go("ask", asked.dataset.figure);
    if (opened) go("open", opened.dataset.open);
    if (more) { at(more.dataset.more).classList.remove("first-rows"); more.hidden = true; }
  }
  document.addEventListener("click", (event) => follows(event.target));
  document.addEventListener("keydown", (event) => {
    const column = event.target.closest && event.target.closest("g[data-figure]");
    if (column && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); follows(column); }
    if (event.key === "Escape" && event.target.closest && event.target.closest("#browse")) back();
  });
  at("list").addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = [...at("list").querySelectorAll("button")], next = buttons[buttons.indexOf(document.activeElement) + step];
    if (!step) return;
    event.preventDefault();
    if (next) next.focus();
  });
  for (const id of [...CHOICES, "order"]) at(id).addEventListener("input", choose);
  at("clear").addEventListener("click", () => { figure = null; for (const id of CHOICES) at(id).value = ""; choose(); });
  at("back").addEventListener("click", back);
  at("previous").addEventListener("click", () => { page -= 1; show(); });
  at("next").addEventListener("click", () => { page += 1; show(); });

  for (const table of document.querySelectorAll("table.sortable")) {
    for (const [column, head] of [...table.tHead.rows[0].cells].entries()) {
      if (!head.textContent) continue;
      const button = make("button", head.textContent);
      button.type = "button";
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") !== "descending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const value = (row) => row.cells[column].dataset.v ?? row.cells[column].textContent.trim();
        const compare = (a, b) => { const x = parseFloat(value(a)), y = parseFloat(value(b)); return Number.isNaN(x) || Number.isNaN(y) ? (Number.isNaN(x) && Number.isNaN(y) ? value(b).localeCompare(value(a)) : Number.isNaN(x) - Number.isNaN(y)) : y - x; };
        const rows = [...table.tBodies[0].rows].sort((a, b) => (down ? compare(a, b) : -compare(a, b)));
        table.tBodies[0].append(...rows);
      });
    }
  }
  choose();
  follow();
})();
