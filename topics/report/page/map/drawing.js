// Points as pixels. Discs are written into an image, as that takes a fraction of the time of
// drawing paths: 50,000 points take some hundredths of a second.

const SLOW = 30; // milliseconds: if drawing takes longer, a moving map is the last image, shifted
const REST = 140; // milliseconds after the last move until the map is drawn again
const FADED_OPACITY = 0.35;
const drawing = { waiting: false, moving: false, cost: 0, base: null, at: null, rest: 0 };

function redraw({ moving = false } = {}) {
  drawing.moving = moving;
  if (drawing.waiting || !map.points) return;
  drawing.waiting = true;
  requestAnimationFrame(drawMap);
}

function drawMap() {
  drawing.waiting = false;
  const [width, height] = frameSize();
  if (!width) return; // another view is shown
  const ratio = window.devicePixelRatio || 1;
  const size = [Math.round(width * ratio), Math.round(height * ratio)];
  for (const canvas of [map.canvas, map.overlay]) {
    if (canvas.width !== size[0] || canvas.height !== size[1]) [canvas.width, canvas.height] = size;
  }
  const isShift = drawing.moving && drawing.cost > SLOW && drawing.base?.width === size[0];
  if (isShift) shiftBase(size);
  else drawBase(size, ratio);
  drawOverlay(ratio);
  clearTimeout(drawing.rest);
  drawing.rest = setTimeout(() => {
    if (isShift) redraw();
    listInSight();
  }, REST);
}

// The last image, where it would be now.
function shiftBase([width, height]) {
  const pen = map.canvas.getContext("2d");
  const { zoom, x, y } = drawing.at;
  const scale = map.zoom / zoom;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.fillStyle = getComputedStyle(document.body).backgroundColor;
  pen.fillRect(0, 0, width, height);
  const left = width * (0.5 - 0.5 * scale + (x - map.x) * map.zoom);
  const top = height * (0.5 - 0.5 * scale - (y - map.y) * map.zoom);
  pen.drawImage(drawing.base, left, top, width * scale, height * scale);
}

function drawBase([width, height], ratio) {
  const begin = performance.now();
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const style = getComputedStyle(document.body);
  const paper = packed(style.backgroundColor);
  pixels.fill(paper);
  const target = { pixels, width, height, paper };
  for (const bright of [0, 1]) {
    for (const kind of [SECTION, DOCUMENT]) {
      if (map.visible[kind]) drawPoints(target, kind, bright, ratio);
    }
  }
  drawing.base = drawing.base || document.createElement("canvas");
  [drawing.base.width, drawing.base.height] = [width, height];
  drawing.base.getContext("2d").putImageData(image, 0, 0);
  map.canvas.getContext("2d").putImageData(image, 0, 0);
  drawing.at = { zoom: map.zoom, x: map.x, y: map.y };
  drawing.cost = performance.now() - begin;
}

// Radius in pixels of the page: smaller for many points, and growing a little with the zoom.
function radiusOf(kind) {
  const room = Math.min(1, Math.sqrt(map.canvas.clientWidth / 1000));
  const crowd = room * Math.min(1, Math.pow(600 / Math.max(1, map.points.n), 0.3));
  const grown = Math.min(2.2, Math.pow(map.zoom, 0.4));
  return Math.max(kind === DOCUMENT ? 2 : 1.2, (kind === DOCUMENT ? 6.5 : 3.4) * crowd) * grown;
}

function drawPoints(target, kind, bright, ratio) {
  const { points, colouring } = map;
  const { group } = colouring;
  const isBright = map.bright;
  const edge = kind === DOCUMENT ? Math.min(1, radiusOf(kind) / 5) : 0; // between points that touch
  const opacity = bright ? (kind === DOCUMENT ? 1 : 0.9) : FADED_OPACITY;
  const disc = discOf(radiusOf(kind) * ratio, edge * ratio, opacity);
  const colours = colouring.colours.map(packed);
  const none = packed(OTHER_COLOUR);
  const to = toPixels();
  const [x0, y0] = [to.x(0) * ratio, to.y(0) * ratio];
  const [kx, ky] = [to.x(1) * ratio - x0, to.y(1) * ratio - y0];
  const [first, end] = kindRange(kind);
  for (let p = first; p < end; p++) {
    if (isBright[p] !== bright) continue;
    const x = Math.round(x0 + kx * points.u[p]);
    const y = Math.round(y0 + ky * points.v[p]);
    if (x < -disc.reach || y < -disc.reach || x > target.width + disc.reach || y > target.height + disc.reach) continue;
    drawDisc(target, disc, x, y, group[p] < 0 || !bright ? none : colours[group[p]]);
  }
}

// First point of a kind, and the one after its last.
function kindRange(kind) {
  const { points } = map;
  if (points.nSections === undefined) {
    points.nSections = points.kind.indexOf(DOCUMENT);
    if (points.nSections < 0) points.nSections = points.n;
  }
  return kind === SECTION ? [0, points.nSections] : [points.nSections, points.n];
}

// Pixels that a disc covers, with their parts of 256 of the filling and of the edge around it.
function discOf(radius, edge, opacity) {
  const reach = Math.ceil(radius + edge);
  const [dx, dy, fill, rim] = [[], [], [], []];
  const part = (r, d) => Math.max(0, Math.min(1, r + 0.5 - d));
  for (let y = -reach; y <= reach; y++) {
    for (let x = -reach; x <= reach; x++) {
      const d = Math.hypot(x, y);
      const all = part(radius + edge, d);
      if (!all) continue;
      dx.push(x);
      dy.push(y);
      fill.push(Math.round(256 * opacity * part(radius, d)));
      rim.push(Math.round(256 * opacity * (all - part(radius, d))));
    }
  }
  return { reach, n: dx.length, dx: Int16Array.from(dx), dy: Int16Array.from(dy), fill: Uint16Array.from(fill), rim: Uint16Array.from(rim) };
}

function drawDisc({ pixels, width, height, paper }, disc, x, y, colour) {
  const { dx, dy, fill, rim, reach } = disc;
  const isInside = x >= reach && y >= reach && x + reach < width && y + reach < height;
  for (let k = 0; k < disc.n; k++) {
    const [px, py] = [x + dx[k], y + dy[k]];
    if (!isInside && (px < 0 || py < 0 || px >= width || py >= height)) continue;
    const at = py * width + px;
    if (rim[k]) pixels[at] = blended(pixels[at], paper, rim[k]);
    if (fill[k]) pixels[at] = fill[k] > 255 ? colour : blended(pixels[at], colour, fill[k]);
  }
}

// A colour over another one, `part` of 256; red and blue are mixed in one step.
function blended(below, above, part) {
  const rest = 256 - part;
  const redBlue = ((below & 0xff00ff) * rest + (above & 0xff00ff) * part) >>> 8;
  const green = ((below & 0x00ff00) * rest + (above & 0x00ff00) * part) >>> 8;
  return ((redBlue & 0xff00ff) | (green & 0x00ff00) | 0xff000000) >>> 0;
}

// A colour of style as a pixel; browsers run on processors that write the lowest byte first.
function packed(colour) {
  const hex = colour.match(/^#(..)(..)(..)$/);
  const parts = hex ? hex.slice(1).map((each) => parseInt(each, 16)) : colour.match(/\d+/g).map(Number);
  return ((255 << 24) | (parts[2] << 16) | (parts[1] << 8) | parts[0]) >>> 0;
}

// Points of the chosen topic, cluster, group, search and selection are bright, the others fade.
function chooseBright() {
  const { points, colouring, only, found, selection } = map;
  map.bright = map.bright || new Uint8Array(points.n);
  for (let p = 0; p < points.n; p++) {
    map.bright[p] = Number(
      (state.topic < 0 || largestTopic(p) === state.topic)
      && (state.cluster === null || clusterOfPoint(p) === state.cluster)
      && (only === null || colouring.group[p] === only)
      && (!found || found[p] === 1)
      && (!selection || selection.has(p)),
    );
  }
}

function isShown(p) {
  return map.visible[map.points.kind[p]] && map.bright[p] === 1;
}
