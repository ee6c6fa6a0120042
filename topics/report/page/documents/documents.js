// The list of documents: search, topic, cluster, order, pages.

const PAGE = 25;
const list = { words: "", sort: "", descending: false, page: 0, rows: [], drawn: "" };
let haystack = null;

function buildHaystack() {
  return docs.id.map((id, i) => {
    const headings = secs.heading.slice(docs.start[i], docs.end[i]);
    const fields = [docs.title[i], id, docs.source[i], docs.author[i], docs.date[i], ...headings];
    return fields.join("\n").toLowerCase();
  });
}

function listedDocuments() {
  let indices = docs.id.map((_, i) => i);
  if (state.topic >= 0) indices = indices.filter((i) => belongs(i, state.topic));
  if (state.cluster !== null) indices = indices.filter((i) => isInCluster(i, state.cluster));
  const words = wordsOf(list.words);
  if (words.length) {
    haystack = haystack || buildHaystack();
    indices = indices.filter((i) => words.every((word) => haystack[i].includes(word)));
  }
  return sortedDocuments(indices);
}

// Documents of a topic: representatives first, then by the share that their terms support.
function byTopic(indices, topic) {
  const { first } = data.topics[topic];
  const rank = (i) => (first.includes(i) ? first.indexOf(i) : first.length);
  const support = (i) => supportedShare(i, topic);
  return indices.sort((a, b) => rank(a) - rank(b) || support(b) - support(a));
}

function sortedDocuments(indices) {
  if (!list.sort) return state.topic < 0 ? indices : byTopic(indices, state.topic);
  const compare = comparison(list.sort);
  const sign = list.descending ? -1 : 1;
  return indices.sort((a, b) => sign * compare(a, b) || a - b);
}

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

function documentRow(i) {
  const title = make("td", "title", documentLink(i));
  if (docs.author[i]) title.append(prose("span", "author", docs.author[i]));
  for (const mark of marks(i)) title.append(make("span", "mark", mark));
  return make("tr", "document",
    title,
    prose("td", "source", docs.source[i] || docs.id[i]),
    prose("td", "date", docs.date[i]),
    mixCell(docs.mix[i]),
    ...(clusters ? [make("td", "cluster", clusterLink(docs.cluster[i]))] : []),
    make("td", "n-terms number", whole(docs.n_terms[i])),
    make("td", "strip", strip(i)),
  );
}

function drawDocuments() {
  list.rows = listedDocuments();
  const pages = Math.max(1, Math.ceil(list.rows.length / PAGE));
  list.page = Math.min(list.page, pages - 1);
  byId("rows").replaceChildren(
    ...list.rows.slice(list.page * PAGE, (list.page + 1) * PAGE).map(documentRow),
  );
  byId("page").textContent = `Page ${list.page + 1} of ${whole(pages)}`;
  byId("previous").disabled = list.page === 0;
  byId("next").disabled = list.page >= pages - 1;
  byId("status").textContent = listInWords();
  byId("reset").disabled = state.topic < 0 && state.cluster === null && !list.words;
  for (const press of document.querySelectorAll("[data-sort]")) {
    const order = list.descending ? "descending" : "ascending";
    press.parentElement.setAttribute("aria-sort", press.dataset.sort === list.sort ? order : "none");
  }
}

function clusterWords(cluster) {
  const name = cluster < 0 ? clusters.none.label : "cluster " + clusterName(cluster);
  return (clusters.level === "document" ? "in " : "with sections in ") + name;
}

function listInWords() {
  const found = amount(list.rows.length, "document");
  const count = state.cluster === null ? found : `${found} ${clusterWords(state.cluster)}`;
  if (state.topic < 0) return count;
  const order = data.topics[state.topic].first.length ? "; near-copies of the first ones follow them" : "";
  return `${count} with at least 10\u00a0% of topic ${topicName(state.topic)}, most about it first${order}`;
}

// All documents of the list, with their largest topic.
function listedRows() {
  const names = ["id", "title", "source", "author", "date", "n_terms", "topic", "label", "share"];
  return [names, ...list.rows.map((i) => {
    const [topic, share] = docs.mix[i];
    const largest = topic === undefined ? ["", "", ""] : [topic, data.topics[topic].label, share / 10000];
    return [docs.id[i], docs.title[i], docs.source[i], docs.author[i], docs.date[i], docs.n_terms[i], ...largest];
  })];
}

function redrawDocuments(update) {
  Object.assign(list, { page: 0 }, update);
  drawDocuments();
}

function sortBy(column) {
  const numeric = Array.isArray(docs[column]) && typeof docs[column][0] === "number";
  redrawDocuments({
    sort: column, descending: list.sort === column ? !list.descending : numeric,
  });
}

function startDocuments() {
  let waiting = 0;
  byId("document-words").addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => redrawDocuments({ words: event.target.value }), 150);
  });
  byId("reset").addEventListener("click", () => {
    byId("document-words").value = "";
    list.words = "";
    list.sort = "";
    change({ topic: -1, cluster: null });
    redrawDocuments({});
  });
  byId("copy-documents").addEventListener("click", () => copyCsv(listedRows(), byId("status")));
  byId("previous").addEventListener("click", () => redrawDocuments({ page: list.page - 1 }));
  byId("next").addEventListener("click", () => redrawDocuments({ page: list.page + 1 }));
  fillTopicList(byId("table-topic"));
  if (clusters) fillClusterList(byId("table-cluster"));
  for (const press of document.querySelectorAll("[data-sort]")) {
    press.addEventListener("click", () => sortBy(press.dataset.sort));
  }
  onChange.push((now) => {
    const chosen = `${now.topic} ${now.cluster}`;
    if (now.view !== "documents" || chosen === list.drawn) return;
    redrawDocuments({ drawn: chosen, sort: "" });
  });
}

addView("documents", { first: startDocuments, print: drawDocuments });
