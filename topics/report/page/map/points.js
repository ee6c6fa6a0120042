// The points of the map in typed arrays, and a grid that finds those in a part of it.

// A library for plots would need eval, which the policy of the page forbids, or megabytes. Sections
// come first, so that documents are on top of them.
const SECTION = 0;
const DOCUMENT = 1;

// u and v are positions from 0 to 1; row is the number of the section or document, owner that of
// the document.
function collectPoints() {
  const found = [];
  for (const [kind, table] of [[SECTION, secs], [DOCUMENT, docs]]) {
    table.x.forEach((x, i) => {
      if (x !== null && table.mix[i].length) found.push([kind, i]);
    });
  }
  const n = found.length;
  const points = {
    n, kind: new Uint8Array(n), row: new Uint32Array(n), owner: new Uint32Array(n),
    u: new Float32Array(n), v: new Float32Array(n),
  };
  const across = extentOf("x");
  const up = extentOf("y");
  found.forEach(([kind, i], p) => {
    const table = kind === SECTION ? secs : docs;
    points.kind[p] = kind;
    points.row[p] = i;
    points.owner[p] = kind === SECTION ? documentOfSection(i) : i;
    points.u[p] = across(table.x[i]);
    points.v[p] = up(table.y[i]);
  });
  return Object.assign(points, { across, up, grid: gridOf(points) });
}

// A function that brings the coordinates of all points, on one axis, to the range from 0 to 1.
function extentOf(axis) {
  let [low, high] = [Infinity, -Infinity];
  for (const table of [secs, docs]) {
    for (let i = 0; i < table[axis].length; i++) {
      const value = table[axis][i];
      if (value === null || !table.mix[i].length) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  // Halves, as the difference of two huge numbers may be infinite; one place is in the middle.
  const width = high / 2 - low / 2;
  return (value) => (width > 0 ? (value / 2 - low / 2) / width : 0.5);
}

// Points sorted by the cell that they are in: those of cell c are items[start[c]] to
// items[start[c + 1] - 1].
function gridOf({ n, u, v }) {
  const side = Math.max(1, Math.min(512, Math.ceil(Math.sqrt(n / 3))));
  const cell = (p) => Math.min(side - 1, (u[p] * side) | 0) + side * Math.min(side - 1, (v[p] * side) | 0);
  const start = new Uint32Array(side * side + 1);
  for (let p = 0; p < n; p++) start[cell(p) + 1] += 1;
  for (let c = 0; c < side * side; c++) start[c + 1] += start[c];
  const items = new Uint32Array(n);
  const next = start.slice();
  for (let p = 0; p < n; p++) items[next[cell(p)]++] = p;
  return { side, start, items };
}

// Calls `visit` with every point of a rectangle.
function visitPoints({ grid, u, v }, [left, bottom, right, top], visit) {
  const bound = (value) => Math.max(0, Math.min(grid.side - 1, Math.floor(value * grid.side)));
  for (let y = bound(bottom); y <= bound(top); y++) {
    const row = y * grid.side;
    for (let k = grid.start[row + bound(left)]; k < grid.start[row + bound(right) + 1]; k++) {
      const p = grid.items[k];
      if (u[p] >= left && u[p] <= right && v[p] >= bottom && v[p] <= top) visit(p);
    }
  }
}

function tableOf(kind) {
  return kind === SECTION ? secs : docs;
}

function largestTopic(p) {
  return tableOf(map.points.kind[p]).mix[map.points.row[p]][0];
}

function clusterOfPoint(p) {
  return clusters ? tableOf(map.points.kind[p]).cluster[map.points.row[p]] : null;
}
