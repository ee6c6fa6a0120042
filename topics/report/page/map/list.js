// Below the map: the documents in sight, or those that were selected, as a table and as CSV.

const ROWS_AT_ONCE = 20;

// Points of the list: the selected ones, else those in sight.
function listedPoints() {
  if (map.selection) return [...map.selection].filter((p) => map.visible[map.points.kind[p]]).sort((a, b) => a - b);
  const found = [];
  visitPoints(map.points, inSight(), (p) => {
    if (isShown(p)) found.push(p);
  });
  return found.sort((a, b) => a - b);
}

// Documents in the order of the run: [document, number of its sections among the points].
function documentsOfPoints(points) {
  const sections = new Map();
  for (const p of points) {
    const d = map.points.owner[p];
    sections.set(d, (sections.get(d) || 0) + (map.points.kind[p] === SECTION ? 1 : 0));
  }
  return [...sections].sort((a, b) => a[0] - b[0]);
}

function listInSight() {
  if (!map.points || !map.canvas.clientWidth) return;
  const points = listedPoints();
  const documents = documentsOfPoints(points);
  const n = points.filter((p) => map.points.kind[p] === SECTION).length;
  byId("map-list-title").textContent = map.selection ? "Selected documents" : "Documents in sight";
  const parts = [amount(documents.length, "document")];
  if (map.visible[SECTION] && secs.x.length) parts.push(amount(n, "section"));
  byId("map-listed").textContent = parts.join(", ");
  byId("map-clear").hidden = !map.selection;
  const body = byId("map-rows");
  body.replaceChildren();
  byId("map-more").replaceChildren();
  addDocuments(documents, 0);
}

function addDocuments(documents, from) {
  const body = byId("map-rows");
  const end = Math.min(from + ROWS_AT_ONCE, documents.length);
  for (const [d, n] of documents.slice(from, end)) {
    body.append(make("tr", "", make("td", "", documentLink(d)), mixCell(docs.mix[d]), make("td", "number", n ? whole(n) : "–")));
  }
  const left = documents.length - end;
  if (!left) return;
  const more = button("more", `Show ${Math.min(left, ROWS_AT_ONCE)} more of ${whole(left)}`, () => {
    more.remove();
    addDocuments(documents, end);
    body.rows[from + ROWS_AT_ONCE]?.querySelector("a").focus();
  });
  byId("map-more").append(more);
}

// All points of the list, not only those that the table shows so far.
function rowsOfPoints() {
  const head = ["level", "document", "position", "title", "heading", "topic", "label", "share"];
  const rows = listedPoints().map((p) => {
    const { kind, row, owner } = map.points;
    const isSection = kind[p] === SECTION;
    const mix = tableOf(kind[p]).mix[row[p]];
    const cells = [isSection ? "section" : "document", docs.id[owner[p]], isSection ? secs.position[row[p]] : ""];
    cells.push(docs.title[owner[p]], isSection ? secs.heading[row[p]] : "");
    cells.push(mix[0], data.topics[mix[0]].label, mix[1] / 10000);
    if (clusters) cells.push(clusterOfPoint(p) ?? "");
    return cells;
  });
  return [clusters ? [...head, "cluster"] : head, ...rows];
}

// A file that the browser saves; nothing is sent.
function saveListed() {
  const blob = new Blob([csvOf(rowsOfPoints())], { type: "text/csv;charset=utf-8" });
  const fileOfPage = URL.createObjectURL(blob);
  const anchor = make("a");
  anchor.setAttribute("href", fileOfPage);
  anchor.download = map.selection ? "selection.csv" : "in_sight.csv";
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(fileOfPage), 1000);
}
