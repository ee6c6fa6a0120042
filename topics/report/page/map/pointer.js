// Moving, zooming and selecting with a mouse, fingers and keys.

const STEP = 4; // pixels that a pointer moves before it drags
const pointers = new Map(); // those that are down, by id: [x, y]
let drag = null;

function listenToPointer(canvas) {
  canvas.addEventListener("pointerdown", beginDrag);
  canvas.addEventListener("pointermove", (event) => {
    if (pointers.has(event.pointerId)) moveDrag(event);
    else hover(event);
  });
  canvas.addEventListener("pointerup", endDrag);
  canvas.addEventListener("pointercancel", (event) => {
    pointers.delete(event.pointerId);
    dropDrag();
  });
  canvas.addEventListener("pointerleave", hideTip);
  canvas.addEventListener("dblclick", (event) => zoomBy(2, ...fraction(event.offsetX, event.offsetY)));
  // The wheel alone scrolls the page, until the reader has clicked the map; with Ctrl, or two
  // fingers, it zooms in any case.
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey && document.activeElement !== canvas) return;
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 20 : 1; // some browsers count lines
    zoomBy(Math.exp((-event.deltaY * lines) / 300), ...fraction(event.offsetX, event.offsetY));
  }, { passive: false });
}

function beginDrag(event) {
  const at = [event.offsetX, event.offsetY];
  pointers.set(event.pointerId, at);
  map.canvas.setPointerCapture(event.pointerId);
  hideTip();
  if (pointers.size > 1) {
    dropDrag();
    return;
  }
  const mode = event.shiftKey && map.mode === "move" ? "box" : map.mode;
  drag = { mode, start: at, last: at, corners: [at], moved: false };
}

function moveDrag(event) {
  const at = [event.offsetX, event.offsetY];
  const before = pointers.get(event.pointerId);
  if (pointers.size === 2) {
    pinch(event.pointerId, before, at);
    return;
  }
  pointers.set(event.pointerId, at);
  if (!drag) return;
  if (!drag.moved && Math.hypot(at[0] - drag.start[0], at[1] - drag.start[1]) < STEP) return;
  drag.moved = true;
  if (drag.mode === "move") {
    const [width, height] = frameSize();
    moveBy((drag.last[0] - at[0]) / width, (at[1] - drag.last[1]) / height);
  } else {
    if (drag.mode === "lasso") drag.corners.push(at);
    else drag.corners = [drag.start, at];
    const [[x0, y0], [x1, y1]] = [drag.start, at];
    map.outline = drag.mode === "lasso" ? drag.corners : [[x0, y0], [x1, y0], [x1, y1], [x0, y1]];
    redraw({ moving: true });
  }
  drag.last = at;
}

// Two fingers: the map zooms and moves as they do.
function pinch(id, before, at) {
  const [other] = [...pointers].filter(([key]) => key !== id).map(([, place]) => place);
  const distance = (place) => Math.max(1, Math.hypot(place[0] - other[0], place[1] - other[1]));
  const middle = (place) => [(place[0] + other[0]) / 2, (place[1] + other[1]) / 2];
  const [width, height] = frameSize();
  const [from, to] = [middle(before), middle(at)];
  pointers.set(id, at);
  moveBy((from[0] - to[0]) / width, (to[1] - from[1]) / height);
  zoomBy(distance(at) / distance(before), ...fraction(...to));
}

function endDrag(event) {
  pointers.delete(event.pointerId);
  const done = drag;
  dropDrag();
  if (!done) return;
  if (done.moved && done.mode !== "move") {
    const inside = pointsInside(done.mode === "lasso" ? done.corners : [done.start, done.last]);
    select(inside.size ? inside : null);
    return;
  }
  if (done.moved) return;
  const p = pointAt(event.offsetX, event.offsetY);
  if (p !== null) goTo(documentAddress(map.points.owner[p]));
}

function dropDrag() {
  drag = null;
  map.outline = null;
  redraw();
}

function hover(event) {
  const p = pointAt(event.offsetX, event.offsetY);
  if (p === null) hideTip();
  else showTip(p, event.offsetX, event.offsetY);
  if (map.mode === "move") map.canvas.style.cursor = p === null ? "grab" : "pointer";
}

function listenToKeys(canvas) {
  const actions = {
    "+": () => zoomBy(1.5),
    "=": () => zoomBy(1.5),
    "-": () => zoomBy(1 / 1.5),
    0: showWholeMap,
    ArrowLeft: () => moveBy(-0.1, 0),
    ArrowRight: () => moveBy(0.1, 0),
    ArrowUp: () => moveBy(0, 0.1),
    ArrowDown: () => moveBy(0, -0.1),
    Escape: () => select(null),
  };
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !actions[event.key]) return;
    event.preventDefault();
    actions[event.key]();
  });
}
