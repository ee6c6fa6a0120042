// What part of the map is in sight, and how positions become pixels and back.

const MARGIN = 0.92; // the map takes this part of the frame before anyone zooms in
const MOST_ZOOM = 400;

const map = {
  canvas: byId("map-canvas"),
  overlay: byId("map-overlay"),
  points: null,
  zoom: 1, x: 0, y: 0, // the centre, in units of the frame before zooming
  visible: [true, true], // sections, documents
  colouring: null,
  only: null, // the group of the legend that is shown alone
  found: null, // points that the search found, as 0 and 1 for each point, or null
  selection: null, // points that the reader selected
  mode: "move", // or box or lasso
  labels: [],
};

function frameSize() {
  return [map.canvas.clientWidth, map.canvas.clientHeight];
}

// Functions from positions (0 to 1) to pixels of the page.
function toPixels() {
  const [width, height] = frameSize();
  const { zoom, x, y } = map;
  return {
    x: (u) => width * (0.5 + (MARGIN * (u - 0.5) - x) * zoom),
    y: (v) => height * (0.5 - (MARGIN * (v - 0.5) - y) * zoom),
  };
}

function fromPixels(px, py) {
  const [width, height] = frameSize();
  const { zoom, x, y } = map;
  return [((px / width - 0.5) / zoom + x) / MARGIN + 0.5, ((0.5 - py / height) / zoom + y) / MARGIN + 0.5];
}

// The part in sight: left, bottom, right and top.
function inSight() {
  const [width, height] = frameSize();
  const [left, top] = fromPixels(0, 0);
  const [right, bottom] = fromPixels(width, height);
  return [left, bottom, right, top];
}

// Zooms so that what is at a point of the frame, from -0.5 to 0.5 on both axes, stays there.
function zoomBy(factor, fx = 0, fy = 0) {
  const zoom = Math.min(MOST_ZOOM, Math.max(1, map.zoom * factor));
  moveTo(zoom, map.x + fx / map.zoom - fx / zoom, map.y + fy / map.zoom - fy / zoom);
}

function moveBy(fx, fy) {
  moveTo(map.zoom, map.x + fx / map.zoom, map.y + fy / map.zoom);
}

// The centre stays on the map, so that it is never lost.
function moveTo(zoom, x, y) {
  const bound = (value) => Math.max(-0.5, Math.min(0.5, value));
  Object.assign(map, { zoom, x: bound(x), y: bound(y) });
  hideTip();
  redraw({ moving: true });
}

function showWholeMap() {
  moveTo(1, 0, 0);
}

// Shows a part of the map with some room around it.
function showPart([left, bottom, right, top]) {
  const size = Math.max(right - left, top - bottom, 0.02) * MARGIN;
  const middle = (a, b) => MARGIN * ((a + b) / 2 - 0.5);
  moveTo(Math.min(40, Math.max(1, 0.8 / size)), middle(left, right), middle(bottom, top));
}

// A place of the frame as parts of its size, from -0.5 to 0.5.
function fraction(px, py) {
  const [width, height] = frameSize();
  return [px / width - 0.5, 0.5 - py / height];
}
