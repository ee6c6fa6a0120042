// The matrix of topics: how alike their terms are, and how often they share a document. Up to
// MOST_CELLS topics it is a table with a cell for each pair, and a canvas for more.

const MOST_CELLS = 60;
const matrix = { by: "alike", at: [0, 1], size: 0 };
const KINDS = {
  alike: {
    name: "Similar terms",
    words: (value) => `similarity ${(value / 1000).toFixed(3)}`,
  },
  together: {
    name: "In the same documents",
    words: (value) => `${(value / 100).toFixed(2)} times as often in a document as at random`,
  },
};

// A function to the strength of the colour of a value, from 0 to 1, negative for values below 100.
function strengthOf(kind) {
  const values = Float64Array.from(data[kind].flat()).sort();
  const at = (share) => values[Math.round(share * (values.length - 1))];
  // A hundredth of the values at each end has the same colour, so that one does not fade the rest.
  if (kind === "alike") {
    const [least, most] = [at(0.01), at(0.99)];
    return (value) => Math.min(1, Math.max(0.04, (value - least) / (most - least || 1)));
  }
  const log = (value) => Math.log2(Math.max(value, 12) / 100);
  const most = Math.max(Math.abs(log(at(0.01))), Math.abs(log(at(0.99)))) || 1;
  return (value) => Math.max(-1, Math.min(1, log(value) / most));
}

function startMatrix() {
  const kinds = Object.keys(KINDS).filter((kind) => data[kind]);
  if (!kinds.length) return;
  [matrix.by] = kinds;
  const status = make("p", "readout");
  status.id = "matrix-readout";
  status.setAttribute("aria-live", "polite");
  const place = make("div", "matrix-place");
  const choices = kinds.map((kind) => {
    const choice = make("input");
    Object.assign(choice, { type: "radio", name: "matrix-kind", value: kind });
    choice.checked = kind === matrix.by;
    choice.addEventListener("change", () => {
      matrix.by = kind;
      drawMatrix(place, status);
    });
    return make("label", "", choice, " " + KINDS[kind].name);
  });
  const controls = make("div", "controls",
    make("fieldset", "inline", make("legend", "", "Show"), ...choices));
  if (kinds.length > 1) byId("matrix").append(controls);
  byId("matrix").append(status, place);
  byId("matrix").hidden = false;
  drawMatrix(place, status);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawMatrix(place, status));
  for (const kind of kinds) addTools(byId("pairs-" + kind), "pairs, " + KINDS[kind].name.toLowerCase());
}

function drawMatrix(place, status) {
  const n = data.order.length;
  tellLegend(status);
  place.replaceChildren(n <= MOST_CELLS ? matrixTable(status) : matrixCanvas(status));
}

function tellLegend(status) {
  status.textContent = matrix.by === "alike"
    ? "The darker a cell, the more alike two topics are. Point at a cell, or move with the arrow keys."
    : "Blue: more often together than at random; orange: less often. Point at a cell, or move with the arrow keys.";
}

function tellPair(status, row, column) {
  const [j, k] = [data.order[row], data.order[column]];
  if (j === k) {
    status.replaceChildren(topicLink(j));
    return;
  }
  const value = pairValue(data[matrix.by], j, k);
  status.replaceChildren(topicLink(j), " and ", topicLink(k), ": " + KINDS[matrix.by].words(value));
}

// ---- as a table

function matrixTable(status) {
  const strength = strengthOf(matrix.by);
  const head = make("tr", "", make("td", ""), ...data.order.map((topic) => {
    const cell = headCell(String(topic), "number");
    cell.title = topicName(topic);
    return cell;
  }));
  const rows = data.order.map((topic, row) => {
    const name = make("th", "", topicLink(topic));
    name.scope = "row";
    return make("tr", "", name, ...data.order.map((other, column) => {
      const cell = make("td", topic === other ? "same" : "pair");
      cell.tabIndex = row === matrix.at[0] && column === matrix.at[1] ? 0 : -1;
      cell.dataset.row = String(row);
      cell.dataset.column = String(column);
      if (topic === other) return cell;
      const value = pairValue(data[matrix.by], topic, other);
      colourCell(cell, strength(value));
      cell.append(make("span", "off-screen", KINDS[matrix.by].words(value)));
      return cell;
    }));
  });
  const table = make("table", "matrix-table", make("thead", "", head), make("tbody", "", ...rows));
  table.setAttribute("aria-label", KINDS[matrix.by].name + " of topics");
  listenToCells(table, status);
  return region("Matrix of topics", table);
}

function colourCell(cell, strength) {
  cell.classList.toggle("less", strength < 0);
  cell.style.setProperty("--strength", (100 * Math.abs(strength)).toFixed(0) + "%");
}

function listenToCells(table, status) {
  const tell = (event) => {
    const cell = event.target.closest("td[data-row]");
    if (cell) tellPair(status, Number(cell.dataset.row), Number(cell.dataset.column));
  };
  table.addEventListener("pointerover", tell);
  table.addEventListener("focusin", tell);
  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td[data-row]");
    if (!cell) return;
    const moved = movedBy(event, Number(cell.dataset.row), Number(cell.dataset.column));
    if (!moved) return;
    event.preventDefault();
    matrix.at = moved;
    const next = table.tBodies[0].rows[moved[0]].cells[moved[1] + 1];
    cell.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
}

// Where an arrow key leads from a cell; null for other keys and beyond the edges.
function movedBy(event, row, column) {
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const step = steps[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return null;
  const n = data.order.length;
  const inside = (place) => Math.min(n - 1, Math.max(0, place));
  return [inside(row + step[0]), inside(column + step[1])];
}

// ---- as a canvas

function matrixCanvas(status) {
  const canvas = make("canvas", "matrix-canvas");
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label",
    `${KINDS[matrix.by].name}: matrix of ${data.order.length} topics; arrow keys move, the tables below have the largest pairs.`);
  canvas.setAttribute("aria-describedby", status.id);
  const n = data.order.length;
  const ratio = window.devicePixelRatio || 1;
  const width = Math.min(byId("matrix").clientWidth, 900);
  canvas.width = canvas.height = Math.round(width * ratio);
  canvas.style.width = canvas.style.height = width + "px";
  paintMatrix(canvas, n);
  const at = (event) => [event.offsetY, event.offsetX].map((place) =>
    Math.min(n - 1, Math.max(0, Math.floor((place * n) / width))));
  const go = (place) => {
    matrix.at = place;
    paintMatrix(canvas, n);
    tellPair(status, ...place);
  };
  canvas.addEventListener("pointermove", (event) => go(at(event)));
  canvas.addEventListener("click", (event) => go(at(event)));
  canvas.addEventListener("focus", () => go(matrix.at));
  canvas.addEventListener("keydown", (event) => {
    const moved = movedBy(event, ...matrix.at);
    if (!moved) return;
    event.preventDefault();
    go(moved);
  });
  return canvas;
}

function paintMatrix(canvas, n) {
  const pen = canvas.getContext("2d");
  const style = getComputedStyle(document.documentElement);
  const [more, less, ink] = ["--accent", "--less", "--ink"].map((name) => style.getPropertyValue(name));
  const strength = strengthOf(matrix.by);
  const side = canvas.width / n;
  pen.clearRect(0, 0, canvas.width, canvas.height);
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) {
      const [j, k] = [data.order[row], data.order[column]];
      const value = j === k ? 0 : strength(pairValue(data[matrix.by], j, k));
      pen.fillStyle = value < 0 ? less : more;
      pen.globalAlpha = j === k ? 0.08 : Math.abs(value);
      pen.fillRect(column * side, row * side, side, side);
    }
  }
  pen.globalAlpha = 1;
  pen.strokeStyle = ink;
  pen.lineWidth = 2;
  pen.strokeRect(matrix.at[1] * side, matrix.at[0] * side, side, side);
}

addView("similarity", { first: startMatrix });
