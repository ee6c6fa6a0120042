// The view of the map: it is made when it is first shown, as it has a size then.

function startMap() {
  map.points = collectPoints();
  map.columns = colourColumns();
  fillColourList();
  fillTopicList(byId("map-topic"));
  if (clusters) fillClusterList(byId("map-cluster"));
  colourBy("topic");
  listenToPointer(map.canvas);
  listenToKeys(map.canvas);
  listenToControls();
  onChange.push((now) => {
    byId("map-topic").value = String(now.topic);
    if (clusters) byId("map-cluster").value = now.cluster === null ? "all" : String(now.cluster);
    afterChoice();
  });
  new ResizeObserver(() => redraw()).observe(map.canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => redraw());
}

function fillColourList() {
  const choices = [["topic", "topic"]];
  if (clusters) choices.push(["cluster", "cluster"]);
  for (const [key, [name]] of Object.entries(map.columns)) choices.push([key, name]);
  for (const [key, name] of choices) {
    const option = make("option", "", name);
    option.value = key;
    byId("map-colour").append(option);
  }
}

function colourBy(key) {
  map.colouring = colouringOf(key, map.columns);
  map.only = null;
  map.canvas.setAttribute(
    "aria-label",
    `Scatter plot of documents and sections, coloured by ${map.colouring.words}. Below are its legend `
    + "and a list of the documents in sight. Arrow keys move, plus and minus zoom, 0 shows all.",
  );
  chooseBright();
  drawLegend();
  redraw();
}

function listenToControls() {
  for (const [kind, name] of [[SECTION, "sections"], [DOCUMENT, "documents"]]) {
    byId("show-" + name)?.addEventListener("change", (event) => {
      map.visible[kind] = event.target.checked;
      drawLegend();
      redraw();
    });
  }
  byId("map-colour").addEventListener("change", (event) => colourBy(event.target.value));
  for (const name of ["move", "box", "lasso"]) byId("mode-" + name).addEventListener("click", () => setMode(name));
  let waiting = 0;
  byId("map-search").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(searchMap, 150);
  });
  byId("map-search").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    searchMap();
    showHighlighted();
  });
  byId("map-save").addEventListener("click", saveListed);
  byId("map-copy").addEventListener("click", () => copyCsv(rowsOfPoints(), byId("map-copied")));
  byId("map-clear").addEventListener("click", () => select(null));
  byId("zoom-in").addEventListener("click", () => zoomBy(1.5));
  byId("zoom-out").addEventListener("click", () => zoomBy(1 / 1.5));
  byId("zoom-reset").addEventListener("click", showWholeMap);
}

// The labels become part of the picture of the points: in a PDF of Chromium, the canvas above the
// points would be white.
function printMap() {
  drawMap();
  map.canvas.getContext("2d").drawImage(map.overlay, 0, 0);
  listInSight();
}

addView("map", { first: startMap, print: printMap });
