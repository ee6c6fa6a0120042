// The map, drawn on a canvas instead of with a plotting library, so that large runs are shown
// point by point under a policy that forbids eval and any request.

const MANY_POINTS = 5000;
const FADED = "rgba(128, 128, 128, 0.16)";
const REACH = 9; // maximum distance in pixels from the pointer to a point that it selects
const view = { zoom: 1, x: 0, y: 0 }; // x and y: the centre, in units of the unzoomed frame
const map = {
  canvas: byId("map-canvas"), layers: [], bounds: null, by: "topic", waiting: false, rough: false,
};

function layerOf(kind, table) {
  const index = [];
  table.x.forEach((x, i) => {
    if (x !== null && table.mix[i].length) index.push(i);
  });
  return { kind, table, index, visible: true };
}

function boundsOf(layers) {
  const bounds = { left: Infinity, right: -Infinity, bottom: Infinity, top: -Infinity };
  for (const { table, index } of layers) {
    for (const i of index) {
      bounds.left = Math.min(bounds.left, table.x[i]);
      bounds.right = Math.max(bounds.right, table.x[i]);
      bounds.bottom = Math.min(bounds.bottom, table.y[i]);
      bounds.top = Math.max(bounds.top, table.y[i]);
    }
  }
  return bounds;
}

// Functions from map coordinates to pixels, for the current view and size.
function scales() {
  const { left, right, bottom, top } = map.bounds;
  const width = map.canvas.clientWidth;
  const height = map.canvas.clientHeight;
  const kx = (0.92 * width * view.zoom) / (right - left || 1);
  const ky = (0.92 * height * view.zoom) / (top - bottom || 1);
  const x0 = width * (0.5 - view.x * view.zoom) - (kx * (left + right)) / 2;
  const y0 = height * (0.5 + view.y * view.zoom) + (ky * (bottom + top)) / 2;
  return { x: (x) => x0 + kx * x, y: (y) => y0 - ky * y };
}

function sizes() {
  const many = map.layers[0].index.length + map.layers[1].index.length > MANY_POINTS;
  const grown = Math.min(2, Math.sqrt(view.zoom));
  return { section: (many ? 1.3 : 3) * grown, document: (many ? 2.6 : 5.5) * grown, many };
}

function drawMap() {
  map.waiting = false;
  if (!map.canvas.clientWidth) return; // another view is shown
  const ratio = window.devicePixelRatio || 1;
  const { canvas } = map;
  canvas.width = Math.round(canvas.clientWidth * ratio);
  canvas.height = Math.round(canvas.clientHeight * ratio);
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  const to = scales();
  // The points of the chosen topic and cluster are drawn last, on top of the faded ones.
  for (const chosen of state.topic < 0 && state.cluster === null ? [true] : [false, true]) {
    for (const layer of map.layers) if (layer.visible) drawLayer(pen, to, layer, chosen);
  }
  if (map.by === "topic") drawNumbers(pen, to);
  else drawLabels(pen, to);
}

function isChosen(table, i) {
  return (state.topic < 0 || table.mix[i][0] === state.topic)
    && (state.cluster === null || table.cluster[i] === state.cluster);
}

function colourOf(table, i) {
  if (map.by === "topic") return data.topics[table.mix[i][0]].colour;
  return table.cluster[i] === null ? FADED : clusterColour(table.cluster[i]);
}

function drawLayer(pen, to, layer, chosen) {
  const { section, document: large, many } = sizes();
  const isSection = layer.kind === "section";
  const radius = isSection ? section : large;
  pen.strokeStyle = getComputedStyle(document.body).color;
  pen.lineWidth = many ? 0.4 : 0.9;
  pen.globalAlpha = isSection && chosen ? 0.6 : 1;
  const step = map.rough && many ? 6 : 1; // while dragging, only a sixth of a large run is drawn
  for (let n = 0; n < layer.index.length; n += step) {
    const i = layer.index[n];
    if (isChosen(layer.table, i) !== chosen) continue;
    const x = to.x(layer.table.x[i]);
    const y = to.y(layer.table.y[i]);
    if (x < -9 || y < -9 || x > map.canvas.clientWidth + 9 || y > map.canvas.clientHeight + 9) continue;
    pen.fillStyle = chosen ? colourOf(layer.table, i) : FADED;
    if (isSection && many) {
      pen.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
      continue;
    }
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.fill();
    if (!isSection && chosen) pen.stroke();
  }
  pen.globalAlpha = 1;
}

function preparePen(pen, size) {
  const style = getComputedStyle(document.body);
  pen.font = `600 ${size}px ${style.fontFamily}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineWidth = 4;
  pen.lineJoin = "round";
  pen.strokeStyle = style.backgroundColor;
  pen.fillStyle = style.color;
}

function drawText(pen, text, x, y) {
  pen.strokeText(text, x, y);
  pen.fillText(text, x, y);
}

function drawNumbers(pen, to) {
  preparePen(pen, 14);
  data.topics.forEach(({ x, y }, topic) => {
    if (x === null || (state.topic >= 0 && topic !== state.topic)) return;
    drawText(pen, String(topic), to.x(x), to.y(y));
  });
}

// Labels of the tree of clusters: its top level first, a level further at each doubling of the
// zoom, the clusters themselves at the end; a chosen cluster has only its own.
function labelsOfZoom() {
  const last = clusters.layers.length - 1;
  if (state.cluster !== null) {
    return (clusters.layers[last] || []).filter(([number]) => number === state.cluster);
  }
  return clusters.layers[Math.min(last, Math.floor(Math.log2(view.zoom) + 1e-9))] || [];
}

// The largest clusters are labelled first. A label moves up or down to a free place; one that
// finds none appears on zooming in.
function drawLabels(pen, to) {
  const size = map.canvas.clientWidth < 600 ? 12 : 14;
  const line = size + 4;
  preparePen(pen, size);
  const { clientWidth: width, clientHeight: height } = map.canvas;
  const taken = [{ x: width - 80, y: 26, half: 80, tall: 50 }]; // the buttons in the corner
  for (const [, label, px, py] of labelsOfZoom()) {
    const [x, y] = [to.x(px), to.y(py)];
    if (x < 0 || y < 0 || x > width || y > height) continue;
    const text = shortened(pen, label, 0.5 * width);
    const half = pen.measureText(text).width / 2 + 3;
    const middle = Math.min(Math.max(x, half), width - half);
    for (const step of [0, 1, -1, 2, -2, 3, -3]) {
      const box = { x: middle, y: y + step * line, half, tall: line };
      const isInside = box.y > line / 2 && box.y < height - line / 2;
      const covers = (other) =>
        Math.abs(other.x - box.x) < other.half + half
        && Math.abs(other.y - box.y) < (other.tall + line) / 2;
      if (!isInside || taken.some(covers)) continue;
      taken.push(box);
      drawText(pen, text, box.x, box.y);
      break;
    }
  }
}

function shortened(pen, text, most) {
  let short = text;
  while (short.length > 4 && pen.measureText(short).width > most) {
    short = short.slice(0, -2).trimEnd() + "…";
  }
  return short;
}

function redraw() {
  if (map.waiting) return;
  map.waiting = true;
  requestAnimationFrame(drawMap);
}

// ---- the tooltip of a point

function nearest(px, py) {
  const to = scales();
  for (const layer of [...map.layers].reverse()) {
    let best = null;
    let least = REACH * REACH;
    for (const i of layer.visible ? layer.index : []) {
      const square = (to.x(layer.table.x[i]) - px) ** 2 + (to.y(layer.table.y[i]) - py) ** 2;
      if (square < least) [best, least] = [{ kind: layer.kind, i }, square];
    }
    if (best) return best;
  }
  return null;
}

function documentOf(point) {
  return point.kind === "section" ? documentOfSection(point.i) : point.i;
}

function showTip(point, x, y) {
  const tip = byId("map-tip");
  const isSection = point.kind === "section";
  const mix = (isSection ? secs : docs).mix[point.i];
  const d = documentOf(point);
  const lines = [prose("strong", "", docs.title[d] || docs.id[d])];
  if (isSection) lines.push(prose("span", "", secs.heading[point.i] || "(no heading)"));
  const topic = prose("span", "", topicName(mix[0]) + " · " + percent(mix[1]));
  topic.prepend(swatch(mix[0]));
  lines.push(topic);
  const cluster = clusters ? (isSection ? secs : docs).cluster[point.i] : null;
  if (cluster !== null) {
    lines.push(make("span", "", clusterSwatch(cluster), prose("span", "", clusterName(cluster))));
  }
  tip.replaceChildren(...lines);
  tip.hidden = false;
  const { clientWidth: width, clientHeight: height } = map.canvas;
  const left = x + 14 + tip.offsetWidth > width ? x - tip.offsetWidth - 14 : x + 14;
  const top = y + 14 + tip.offsetHeight > height ? y - tip.offsetHeight - 14 : y + 14;
  tip.style.left = Math.max(4, left) + "px";
  tip.style.top = Math.max(4, top) + "px";
}

function hideTip() {
  byId("map-tip").hidden = true;
}

// ---- moving and zooming

// Zoom so that the point of the frame at (fx, fy), from -0.5 to 0.5, stays where it is.
function zoomBy(factor, fx = 0, fy = 0) {
  const zoom = Math.min(200, Math.max(1, view.zoom * factor));
  view.x += fx / view.zoom - fx / zoom;
  view.y += fy / view.zoom - fy / zoom;
  view.zoom = zoom;
  hideTip();
  redraw();
}

function moveBy(fx, fy) {
  view.x += fx / view.zoom;
  view.y += fy / view.zoom;
  redraw();
}

function resetView() {
  Object.assign(view, { zoom: 1, x: 0, y: 0 });
  hideTip();
  redraw();
}

function fraction(event) {
  const { clientWidth: width, clientHeight: height } = map.canvas;
  return [event.offsetX / width - 0.5, 0.5 - event.offsetY / height];
}

function listenToPointer(canvas) {
  let drag = null;
  const endDrag = () => {
    drag = null;
    map.rough = false;
    redraw();
  };
  canvas.addEventListener("pointerdown", (event) => {
    drag = { x: event.offsetX, y: event.offsetY, moved: false };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drag) {
      const point = nearest(event.offsetX, event.offsetY);
      if (point) showTip(point, event.offsetX, event.offsetY);
      else hideTip();
      canvas.style.cursor = point ? "pointer" : "grab";
      return;
    }
    const dx = event.offsetX - drag.x;
    const dy = event.offsetY - drag.y;
    if (!drag.moved && Math.hypot(dx, dy) < 4) return;
    hideTip();
    map.rough = true;
    moveBy(-dx / canvas.clientWidth, dy / canvas.clientHeight);
    drag = { x: event.offsetX, y: event.offsetY, moved: true };
  });
  canvas.addEventListener("pointerup", (event) => {
    const point = drag && !drag.moved && nearest(event.offsetX, event.offsetY);
    endDrag();
    if (!point) return;
    hideTip();
    goTo(documentAddress(documentOf(point)));
  });
  canvas.addEventListener("pointercancel", endDrag);
  canvas.addEventListener("pointerleave", hideTip);
  canvas.addEventListener("dblclick", (event) => zoomBy(2, ...fraction(event)));
  // The wheel alone scrolls the page; with Ctrl, or two fingers, it zooms.
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoomBy(Math.exp(-event.deltaY / 300), ...fraction(event));
  }, { passive: false });
}

function listenToKeys(canvas) {
  const actions = {
    "+": () => zoomBy(1.5),
    "=": () => zoomBy(1.5),
    "-": () => zoomBy(1 / 1.5),
    "0": resetView,
    ArrowLeft: () => moveBy(-0.1, 0),
    ArrowRight: () => moveBy(0.1, 0),
    ArrowUp: () => moveBy(0, 0.1),
    ArrowDown: () => moveBy(0, -0.1),
  };
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !actions[event.key]) return;
    event.preventDefault();
    actions[event.key]();
  });
}

function listenToControls() {
  for (const layer of map.layers) {
    byId(`show-${layer.kind}s`)?.addEventListener("change", (event) => {
      layer.visible = event.target.checked;
      redraw();
    });
  }
  if (clusters) listenToColours();
  byId("zoom-in").addEventListener("click", () => zoomBy(1.5));
  byId("zoom-out").addEventListener("click", () => zoomBy(1 / 1.5));
  byId("zoom-reset").addEventListener("click", resetView);
  onChange.push((now) => {
    byId("map-topic").value = String(now.topic);
    redraw();
  });
}

function listenToColours() {
  fillClusterList(byId("map-cluster"));
  for (const by of ["topic", "cluster"]) {
    byId("colour-by-" + by).addEventListener("change", () => {
      map.by = by;
      const words = by === "topic" ? "dominant topic" : "cluster";
      map.canvas.setAttribute("aria-label", map.words.replace("dominant topic", words));
      redraw();
    });
  }
}

function startMap() {
  map.words = map.canvas.getAttribute("aria-label");
  map.layers = [layerOf("section", secs), layerOf("document", docs)];
  map.bounds = boundsOf(map.layers);
  fillTopicList(byId("map-topic"));
  listenToPointer(map.canvas);
  listenToKeys(map.canvas);
  listenToControls();
  new ResizeObserver(redraw).observe(map.canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  redraw();
}

addView("map", { first: startMap });
