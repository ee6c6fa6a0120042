"use strict";
// The table of documents. Text from the data enters the page only as text nodes.

const data = JSON.parse(document.getElementById("data").textContent);
const docs = data.documents;
const secs = data.sections;
const clusters = data.clusters; // null in a run without clusters
const PAGE = 25;
const SECTIONS_AT_ONCE = 100;
const MIN_SHARE = 1000; // in ten-thousandths: documents with at least 10 % of a topic are listed

// A cluster of null is all of them; -1 are the rows of no cluster.
const state = {
  search: "", topic: -1, cluster: null, only: -1, sort: "", descending: false, page: 0,
};
const opened = new Set();
const onChange = []; // functions to call when the state changes, such as the map's
let rows = [];
let haystack = null;

function byId(id) {
  return document.getElementById(id);
}

function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

function prose(tag, className, text) {
  const element = make(tag, className, text);
  element.dir = "auto";
  return element;
}

function percent(share) {
  const value = share / 100;
  return (value < 10 ? value.toFixed(1) : value.toFixed(0)) + "\u00a0%";
}

function topicName(topic) {
  return topic + " " + data.topics[topic].label;
}

function swatch(topic) {
  const element = make("span", "swatch");
  element.style.background = data.topics[topic].colour;
  return element;
}

function shareOf(mix, topic) {
  for (let i = 0; i < mix.length; i += 2) if (mix[i] === topic) return mix[i + 1];
  return 0;
}

// ---- selecting and sorting rows

function buildHaystack() {
  return docs.id.map((id, i) => {
    const headings = secs.heading.slice(docs.start[i], docs.end[i]);
    const fields = [docs.title[i], id, docs.source[i], docs.author[i], docs.date[i], ...headings];
    return fields.join("\n").toLowerCase();
  });
}

function selected() {
  if (state.only >= 0) return [state.only];
  let indices = docs.id.map((_, i) => i);
  if (state.topic >= 0) indices = indices.filter((i) => belongs(i, state.topic));
  if (state.cluster !== null) indices = indices.filter((i) => isInCluster(i, state.cluster));
  const words = wordsOf(state.search);
  if (words.length) {
    haystack = haystack || buildHaystack();
    indices = indices.filter((i) => words.every((word) => haystack[i].includes(word)));
  }
  return sorted(indices);
}

function wordsOf(text) {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}

function belongs(i, topic) {
  return docs.mix[i][0] === topic || shareOf(docs.mix[i], topic) >= MIN_SHARE;
}

function sorted(indices) {
  if (!state.sort) {
    if (state.topic < 0) return indices;
    const first = data.topics[state.topic].first;
    const rank = (i) => (first.includes(i) ? first.indexOf(i) : first.length);
    const support = (i) => supportedShare(i, state.topic);
    return indices.sort((a, b) => rank(a) - rank(b) || support(b) - support(a));
  }
  const compare = comparison(state.sort);
  const sign = state.descending ? -1 : 1;
  return indices.sort((a, b) => sign * compare(a, b) || a - b);
}

// The share that a document's counted terms support, as topics/shares/evidence.py defines it.
function supportedShare(i, topic) {
  const own = docs.n_terms[i];
  const prior = data.evidence.prior_terms;
  const corpus = 10000 * data.topics[topic].share;
  return (own * shareOf(docs.mix[i], topic) + prior * corpus) / (own + prior);
}

const collator = new Intl.Collator(undefined, { numeric: true });

function comparison(column) {
  if (column === "topic") {
    // Documents without counted terms have no topic; they come last.
    const number = (i) => docs.mix[i][0] ?? data.topics.length;
    return (a, b) => number(a) - number(b) || (docs.mix[b][1] ?? 0) - (docs.mix[a][1] ?? 0);
  }
  if (column === "cluster") {
    const number = (i) => docs.cluster[i] ?? clusters.labels.length;
    return (a, b) => number(a) - number(b);
  }
  const values = docs[column];
  if (typeof values[0] === "number") return (a, b) => values[a] - values[b];
  return (a, b) => collator.compare(values[a], values[b]);
}

// ---- drawing

function documentRow(i) {
  const row = make("tr", "document");
  const button = prose("button", "open", docs.title[i] || docs.id[i]);
  button.type = "button";
  button.setAttribute("aria-expanded", String(opened.has(i)));
  const title = make("td", "title", button);
  if (docs.author[i]) title.append(prose("span", "author", docs.author[i]));
  for (const mark of marks(i)) title.append(make("span", "mark", mark));
  row.append(
    title,
    prose("td", "source", docs.source[i] || docs.id[i]),
    prose("td", "date", docs.date[i]),
    mixCell(docs.mix[i]),
    ...(clusters ? [make("td", "cluster", clusterLink(docs.cluster[i]))] : []),
    make("td", "n-terms number", docs.n_terms[i].toLocaleString("en")),
    make("td", "strip", strip(i)),
  );
  row.addEventListener("click", () => toggle(i, row, button));
  return row;
}

// What to know before believing the topics of a document.
function marks(i) {
  const n = docs.n_terms[i];
  const { few_terms: few, poor_fit: poor } = data.evidence;
  if (n === 0) return ["no counted terms"];
  const found = n < few ? ["few terms"] : [];
  if (docs.fit[i] > 0 && docs.fit[i] < poor) found.push("no topic fits well");
  return found;
}

function mixCell(mix) {
  const cell = make("td", "mix");
  for (let k = 0; k < Math.min(mix.length, 4); k += 2) {
    if (k && mix[k + 1] < MIN_SHARE) break;
    const label = prose("span", "", data.topics[mix[k]].label);
    cell.append(make("span", "part", swatch(mix[k]), label, " " + percent(mix[k + 1])));
  }
  return cell;
}

function strip(i) {
  const bar = make("div", "strip-bar");
  const segments = mergedSegments(docs.start[i], docs.end[i]);
  for (const segment of segments) {
    const piece = make("span");
    piece.style.flex = segment.width + " 1 0";
    piece.style.background = data.topics[segment.topic].colour;
    piece.title = segment.title;
    bar.append(piece);
  }
  bar.setAttribute("role", "img");
  bar.setAttribute("aria-label", docs.n_sections[i] + (docs.n_sections[i] === 1 ? " section" : " sections") + "; open the row to see its topics");
  return bar;
}

// In a long document, consecutive sections with the same topic share one segment.
function mergedSegments(start, end) {
  const crowded = end - start > 80;
  const anyTerms = secs.n_terms.slice(start, end).some((n) => n > 0);
  const segments = [];
  for (let s = start; s < end; s++) {
    const topic = secs.mix[s][0];
    const width = anyTerms ? secs.n_terms[s] : 1;
    const last = segments[segments.length - 1];
    if (topic === undefined || width === 0) continue;
    if (crowded && last && last.topic === topic) {
      last.width += width;
      last.title = "several sections · " + topicName(topic);
    } else {
      const heading = secs.heading[s] || "(no heading)";
      const title = [heading, topicName(topic), percent(secs.mix[s][1])].join(" · ");
      segments.push({ topic, width, title });
    }
  }
  return segments;
}

function toggle(i, row, button) {
  if (opened.has(i)) {
    opened.delete(i);
    row.nextElementSibling.remove();
  } else {
    opened.add(i);
    row.after(detailsRow(i));
  }
  button.setAttribute("aria-expanded", String(opened.has(i)));
}

function detailsRow(i) {
  const cell = make("td", "", documentFacts(i), ...flowFigure(i), sectionTable(i));
  cell.colSpan = clusters ? 7 : 6;
  return make("tr", "details", cell);
}

function documentFacts(i) {
  const list = make("dl");
  const facts = [["id", docs.id[i]], ["source", docs.source[i]], ["date", docs.date[i]]];
  facts.push(["terms", docs.n_terms[i].toLocaleString("en")]);
  for (const [name, values] of Object.entries(data.extra)) facts.push([name, values[i]]);
  for (const [name, value] of facts) {
    if (value) list.append(prose("dt", "", name), prose("dd", "", value));
  }
  if (clusters && docs.cluster[i] !== null) {
    list.append(prose("dt", "", "cluster"), make("dd", "", clusterLink(docs.cluster[i])));
  }
  return list;
}

function sectionTable(i) {
  const head = make("tr");
  for (const [name, className] of [["Section", ""], ["Terms", "number"], ["Topics", "mix-cell"]]) {
    const cell = make("th", className, name);
    cell.scope = "col";
    head.append(cell);
  }
  const body = make("tbody");
  const table = make("table", "", make("thead", "", head), body);
  const holder = make("div", "", table);
  addSections(i, docs.start[i], body, holder);
  return holder;
}

function addSections(i, from, body, holder) {
  const to = Math.min(from + SECTIONS_AT_ONCE, docs.end[i]);
  for (let s = from; s < to; s++) body.append(sectionRow(s));
  const left = docs.end[i] - to;
  if (left > 0) {
    const more = make("button", "more", `Show ${Math.min(left, SECTIONS_AT_ONCE)} more of ${left} sections`);
    more.type = "button";
    more.addEventListener("click", () => {
      more.remove();
      addSections(i, to, body, holder);
    });
    holder.append(more);
  } else if (docs.n_sections[i] > docs.end[i] - docs.start[i]) {
    holder.append(make("p", "hint", "All sections are in section_topic.csv."));
  }
}

function sectionRow(s) {
  const heading = secs.heading[s]
    ? prose("td", "", secs.heading[s])
    : make("td", "untitled", "(no heading)");
  heading.style.paddingInlineStart = Math.max(0, Math.min(secs.level[s], 6) - 1) * 0.9 + "rem";
  const mix = make("td", "mix-cell", mixBar(secs.mix[s]), mixWords(secs.mix[s]));
  return make("tr", "", heading, make("td", "number", secs.n_terms[s].toLocaleString("en")), mix);
}

function mixBar(mix) {
  const bar = make("div", "strip-bar");
  let rest = 10000;
  for (let k = 0; k < mix.length; k += 2) {
    const piece = make("span");
    piece.style.flex = mix[k + 1] + " 1 0";
    piece.style.background = data.topics[mix[k]].colour;
    piece.title = topicName(mix[k]) + " · " + percent(mix[k + 1]);
    bar.append(piece);
    rest -= mix[k + 1];
  }
  if (rest > 0) {
    const piece = make("span");
    piece.style.flex = rest + " 1 0";
    bar.append(piece);
  }
  bar.setAttribute("aria-hidden", "true");
  return bar;
}

function mixWords(mix) {
  const words = [];
  for (let k = 0; k < mix.length; k += 2) {
    if (k === 0 || mix[k + 1] >= 500) words.push(data.topics[mix[k]].label + " " + percent(mix[k + 1]));
  }
  return prose("span", "mix-words", words.join(", "));
}

function draw() {
  rows = selected();
  const pages = Math.max(1, Math.ceil(rows.length / PAGE));
  state.page = Math.min(state.page, pages - 1);
  const body = byId("rows");
  body.replaceChildren();
  for (const i of rows.slice(state.page * PAGE, (state.page + 1) * PAGE)) {
    body.append(documentRow(i));
    if (opened.has(i)) body.append(detailsRow(i));
  }
  byId("page").textContent = `Page ${state.page + 1} of ${pages.toLocaleString("en")}`;
  byId("previous").disabled = state.page === 0;
  byId("next").disabled = state.page >= pages - 1;
  drawState();
}

function drawState() {
  byId("status").textContent = statusText();
  byId("table-topic").value = String(state.topic);
  byId("reset").disabled = state.topic < 0 && state.cluster === null && state.only < 0 && !state.search;
  for (const button of document.querySelectorAll("button.topic")) {
    const chosen = Number(button.dataset.topic) === state.topic;
    button.setAttribute("aria-pressed", String(chosen));
    button.closest("tr").classList.toggle("chosen", chosen);
  }
  for (const button of document.querySelectorAll("[data-sort]")) {
    const order = state.descending ? "descending" : "ascending";
    const active = button.dataset.sort === state.sort;
    button.parentElement.setAttribute("aria-sort", active ? order : "none");
  }
}

function statusText() {
  const n = rows.length.toLocaleString("en");
  if (state.only >= 0) return "1 document, selected on the map";
  const found = rows.length === 1 ? "1 document" : n + " documents";
  const count = state.cluster === null ? found : `${found} ${clusterWords(state.cluster)}`;
  if (state.topic < 0) return count;
  const order = data.topics[state.topic].first.length ? "; near-copies of the first ones follow them" : "";
  return `${count} with at least 10\u00a0% of topic ${topicName(state.topic)}, most about it first${order}`;
}

// ---- user actions

function change(update) {
  Object.assign(state, { page: 0, only: -1 }, update);
  draw();
  for (const listener of onChange) listener(state);
}

function chooseTopic(topic) {
  change({ topic: topic === state.topic ? -1 : topic, sort: "", descending: false });
}

function showDocument(i) {
  opened.add(i);
  change({ only: i });
  byId("documents").scrollIntoView({ behavior: "smooth" });
}

function sortBy(column) {
  const again = state.sort === column;
  const numeric = typeof docs[column] === "object" && typeof docs[column][0] === "number";
  change({ sort: column, descending: again ? !state.descending : numeric });
}

function fillTopicList(select) {
  data.topics.forEach((_, topic) => {
    const option = make("option", "", topicName(topic));
    option.value = String(topic);
    select.append(option);
  });
  select.addEventListener("change", () => change({ topic: Number(select.value), sort: "" }));
}

function sortTable(table, header, column) {
  const body = table.tBodies[0];
  const order = header.getAttribute("aria-sort") === "descending" ? "ascending" : "descending";
  const key = (row) => row.cells[column].dataset.value || row.cells[column].textContent.trim();
  const sign = order === "ascending" ? 1 : -1;
  const sortedRows = [...body.rows].sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    const difference = Number(x.replace(/,/g, "")) - Number(y.replace(/,/g, ""));
    return sign * (Number.isNaN(difference) ? collator.compare(x, y) : difference);
  });
  body.append(...sortedRows);
  for (const other of header.parentElement.cells) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", order);
}

function listenToSorting(table) {
  for (const header of table.tHead.rows[0].cells) {
    const button = header.querySelector("button");
    if (button) button.addEventListener("click", () => sortTable(table, header, header.cellIndex));
  }
}

function listen() {
  let waiting = 0;
  byId("search").addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => change({ search: event.target.value }), 150);
  });
  byId("reset").addEventListener("click", () => {
    byId("search").value = "";
    change({ search: "", topic: -1, cluster: null, sort: "" });
  });
  byId("previous").addEventListener("click", () => turnPage(-1));
  byId("next").addEventListener("click", () => turnPage(1));
  fillTopicList(byId("table-topic"));
  for (const button of document.querySelectorAll("[data-sort]")) {
    button.addEventListener("click", () => sortBy(button.dataset.sort));
  }
  for (const button of document.querySelectorAll("button.topic")) {
    button.addEventListener("click", () => chooseTopic(Number(button.dataset.topic)));
  }
  const allScores = byId("all-scores");
  allScores?.addEventListener("change", () => {
    byId("topics").classList.toggle("all-scores", allScores.checked);
  });
  listenToSorting(byId("topics"));
}

function turnPage(step) {
  state.page += step;
  draw();
}

listen();
draw();
