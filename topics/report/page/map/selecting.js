// Points that the reader selects with a box or a lasso.

// Points inside a line that was drawn; two corners are a box.
function pointsInside(corners) {
  const places = corners.map(([x, y]) => fromPixels(x, y));
  const [us, vs] = [places.map(([u]) => u), places.map(([, v]) => v)];
  const extent = [Math.min(...us), Math.min(...vs), Math.max(...us), Math.max(...vs)];
  const inside = new Set();
  visitPoints(map.points, extent, (p) => {
    const { kind, u, v } = map.points;
    const isIn = corners.length === 2 || isInLine(places, u[p], v[p]);
    if (isIn && map.visible[kind[p]] && map.bright[p] === 1) inside.add(p);
  });
  return inside;
}

// Whether a ray from the place crosses the line an odd number of times.
function isInLine(places, u, v) {
  let isIn = false;
  places.forEach(([u1, v1], i) => {
    const [u0, v0] = places[(i || places.length) - 1];
    if (v1 > v !== v0 > v && u < ((u0 - u1) * (v - v1)) / (v0 - v1) + u1) isIn = !isIn;
  });
  return isIn;
}

function select(points) {
  map.selection = points;
  chooseBright();
  redraw();
  listInSight();
}

function setMode(mode) {
  map.mode = mode;
  map.canvas.style.cursor = mode === "move" ? "grab" : "crosshair";
  for (const name of ["move", "box", "lasso"]) {
    byId("mode-" + name).setAttribute("aria-pressed", String(name === mode));
  }
}

// Highlights what has all the words: documents by title, id, source, author and date, sections by
// heading and by those of their document.
function searchMap() {
  const words = wordsOf(byId("map-search").value);
  const { points } = map;
  map.found = null;
  let status = "";
  if (words.length) {
    map.found = new Uint8Array(points.n);
    const ofDocument = docs.id.map((id, i) =>
      [docs.title[i], id, docs.source[i], docs.author[i], docs.date[i]].join("\n").toLowerCase());
    const counts = [0, 0];
    for (let p = 0; p < points.n; p++) {
      const heading = points.kind[p] === SECTION ? secs.heading[points.row[p]].toLowerCase() : "";
      const text = ofDocument[points.owner[p]];
      if (!words.every((word) => text.includes(word) || heading.includes(word))) continue;
      map.found[p] = 1;
      counts[points.kind[p]] += 1;
    }
    status = `${amount(counts[DOCUMENT], "document")} and ${amount(counts[SECTION], "section")} found`;
  }
  byId("map-found").textContent = status;
  chooseBright();
  redraw();
}

// Shows the part of the map that has all that is highlighted.
function showHighlighted() {
  const { points } = map;
  const extent = [1, 1, 0, 0];
  for (let p = 0; p < points.n; p++) {
    if (!isShown(p)) continue;
    extent[0] = Math.min(extent[0], points.u[p]);
    extent[1] = Math.min(extent[1], points.v[p]);
    extent[2] = Math.max(extent[2], points.u[p]);
    extent[3] = Math.max(extent[3], points.v[p]);
  }
  if (extent[0] <= extent[2]) showPart(extent);
}
