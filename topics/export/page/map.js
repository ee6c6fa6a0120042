// The map. Plotly would read tags in hover text, so it gets numbers and colours only:
// the tip beside a point is ours, and takes text through text nodes.

const MANY_POINTS = 5000;
const SVG_POINTS = 8000;
const FADED = "rgba(128, 128, 128, 0.15)";
// Named one by one: newer versions of Plotly add buttons that talk to a server.
const BUTTONS = [["pan2d", "zoom2d"], ["zoomIn2d", "zoomOut2d", "resetScale2d"]];

function pointsOf(table) {
  const index = [];
  table.x.forEach((x, i) => {
    if (x !== null && table.mix[i].length) index.push(i);
  });
  return { table, index };
}

function thinned(points, limit) {
  const step = Math.ceil(points.index.length / limit);
  if (step > 1) points.index = points.index.filter((_, n) => n % step === 0);
}

function hasWebGL() {
  const canvas = document.createElement("canvas");
  return Boolean(canvas.getContext("webgl2") || canvas.getContext("webgl"));
}

function coloursOf(points, topic) {
  return points.index.map((i) => {
    const dominant = points.table.mix[i][0];
    return topic < 0 || dominant === topic ? data.topics[dominant].colour : FADED;
  });
}

function outlinesOf(points, topic) {
  const ink = getComputedStyle(document.body).color;
  return points.index.map((i) => (topic < 0 || points.table.mix[i][0] === topic ? ink : FADED));
}

function traceOf(points, type, marker) {
  return {
    type,
    mode: "markers",
    x: points.index.map((i) => points.table.x[i]),
    y: points.index.map((i) => points.table.y[i]),
    marker: { color: coloursOf(points, state.topic), ...marker },
    hoverinfo: "none",
    showlegend: false,
  };
}

function documentOfSection(s) {
  let low = 0;
  let high = docs.start.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (docs.start[middle] <= s) low = middle;
    else high = middle - 1;
  }
  return low;
}

function fillTip(tip, kind, i) {
  const isSection = kind === "section";
  const d = isSection ? documentOfSection(i) : i;
  const mix = (isSection ? secs : docs).mix[i];
  const lines = [prose("strong", "", docs.title[d] || docs.id[d])];
  if (isSection) lines.push(prose("span", "", secs.heading[i] || "(no heading)"));
  const topic = prose("span", "", topicName(mix[0]) + " · " + percent(mix[1]));
  topic.prepend(swatch(mix[0]));
  tip.replaceChildren(...lines, topic);
}

function placeTip(tip, frame, event) {
  const box = frame.getBoundingClientRect();
  const x = event.clientX - box.left;
  const y = event.clientY - box.top;
  tip.hidden = false;
  const left = x + 14 + tip.offsetWidth > box.width ? x - tip.offsetWidth - 14 : x + 14;
  const top = y + 14 + tip.offsetHeight > box.height ? y - tip.offsetHeight - 14 : y + 14;
  tip.style.left = Math.max(4, left) + "px";
  tip.style.top = Math.max(4, top) + "px";
}

function drawMap(frame) {
  const layers = [pointsOf(secs), pointsOf(docs)];
  const kinds = ["section", "document"];
  const many = layers[0].index.length + layers[1].index.length > MANY_POINTS;
  const gl = many && hasWebGL();
  if (many && !gl) layers.forEach((points) => thinned(points, SVG_POINTS / 2));
  const type = gl ? "scattergl" : "scatter";
  const small = many ? { size: 3.5, opacity: 0.45 } : { size: 6, opacity: 0.55 };
  const outline = { width: many ? 0.5 : 1, color: outlinesOf(layers[1], state.topic) };
  const large = { size: many ? 6 : 11, opacity: 0.95, line: outline };
  const axis = { visible: false, showgrid: false, zeroline: false };
  const layout = {
    margin: { l: 8, r: 8, t: 8, b: 8 },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    xaxis: axis,
    yaxis: { ...axis },
    dragmode: "pan",
    hovermode: "closest",
    modebar: { bgcolor: "rgba(0,0,0,0)", color: "rgba(128,128,128,0.7)", activecolor: "rgb(128,128,128)" },
  };
  const config = { displaylogo: false, responsive: true, modeBarButtons: BUTTONS };
  const traces = [traceOf(layers[0], type, small), traceOf(layers[1], type, large)];
  Plotly.newPlot(byId("map"), traces, layout, config);
  connectMap(byId("map"), frame, layers, kinds);
}

function connectMap(map, frame, layers, kinds) {
  const tip = byId("map-tip");
  map.on("plotly_hover", (event) => {
    const point = event.points[0];
    fillTip(tip, kinds[point.curveNumber], layers[point.curveNumber].index[point.pointNumber]);
    placeTip(tip, frame, event.event);
  });
  map.on("plotly_unhover", () => {
    tip.hidden = true;
  });
  map.on("plotly_click", (event) => {
    const point = event.points[0];
    const i = layers[point.curveNumber].index[point.pointNumber];
    tip.hidden = true;
    showDocument(kinds[point.curveNumber] === "section" ? documentOfSection(i) : i);
  });
  ["show-sections", "show-documents"].forEach((id, layer) => {
    byId(id).addEventListener("change", (event) => {
      Plotly.restyle(map, { visible: event.target.checked }, [layer]);
    });
  });
  let drawn = state.topic;
  onChange.push((now) => {
    byId("map-topic").value = String(now.topic);
    if (now.topic === drawn) return;
    drawn = now.topic;
    Plotly.restyle(map, { "marker.color": layers.map((p) => coloursOf(p, drawn)) }, [0, 1]);
    Plotly.restyle(map, { "marker.line.color": [outlinesOf(layers[1], drawn)] }, [1]);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    Plotly.restyle(map, { "marker.line.color": [outlinesOf(layers[1], drawn)] }, [1]);
  });
}

if (byId("map")) {
  fillTopicList(byId("map-topic"));
  drawMap(document.querySelector(".map-frame"));
}
