// Labels of topics and clusters, and what is being selected, above the points.

const FEW_TOPICS = 20; // a map of more topics begins with the labels of their groups
const FEW_POINTS = 400; // on smaller maps labels keep off the points
const GROUP_ZOOM = 1.5; // nearer than this topics have labels instead of their groups

function drawOverlay(ratio) {
  const pen = map.overlay.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, map.overlay.width, map.overlay.height);
  map.labels = placedLabels(pen);
  for (const label of map.labels) drawLabel(pen, label);
  if (map.outline) drawOutline(pen, map.outline);
}

// The labels of this zoom, the most important ones first: [words, u, v, is it of a group].
function wantedLabels() {
  if (map.colouring.words === "cluster") return clusterLabels();
  if (state.topic >= 0) return topicLabels([state.topic]);
  const groups = groupLabels();
  const isGrouped = new Set(groups.flatMap(({ members }) => members));
  const bySize = data.topics.map((_, k) => k).sort((a, b) => data.topics[b].share - data.topics[a].share);
  return [
    ...groups.map(({ label }) => label),
    ...topicLabels(bySize.filter((k) => !isGrouped.has(k))),
  ];
}

function topicLabels(topics) {
  const { across, up } = map.points;
  return topics
    .filter((k) => data.topics[k].x !== null)
    .map((k) => [topicName(k), across(data.topics[k].x), up(data.topics[k].y), false]);
}

// The upper nodes of the tree, each where its largest topic is, in place of its topics.
function groupLabels() {
  const { tree, topics } = data;
  if (!tree || topics.length <= FEW_TOPICS || map.zoom >= GROUP_ZOOM) return [];
  const { across, up } = map.points;
  return tree.labels.flatMap((label, node) => {
    const members = tree.topics[node].filter((k) => topics[k].x !== null);
    if (tree.parents[node] >= 0 || members.length < 2) return [];
    const largest = members.reduce((a, b) => (topics[b].share > topics[a].share ? b : a));
    return [{ label: [label, across(topics[largest].x), up(topics[largest].y), true], members }];
  });
}

// The top level of the tree of clusters first, a level further at each doubling of the zoom, the
// clusters themselves at the end; a chosen cluster has only its own.
function clusterLabels() {
  const { across, up } = map.points;
  const last = clusters.layers.length - 1;
  const level = state.cluster === null ? Math.min(last, Math.floor(Math.log2(map.zoom) + 1e-9)) : last;
  return (clusters.layers[level] || [])
    .filter(([number]) => state.cluster === null || number === state.cluster)
    .map(([number, label, x, y]) => [level === last ? clusterName(number) : label, across(x), up(y), false]);
}

// A label is where its points are, or a little beside them, on no other label; one that finds no
// room appears on zooming in.
function placedLabels(pen) {
  const [width, height] = frameSize();
  const to = toPixels();
  const placed = [];
  const taken = [{ x: width - 75, y: 22, half: 75, tall: 44 }]; // the buttons in the corner
  for (const [words, u, v, isGroup] of wantedLabels()) {
    const [x, y] = [to.x(u), to.y(v)];
    if (x < 0 || y < 0 || x > width || y > height) continue;
    const size = (width < 600 ? 12 : 13) + (isGroup ? 3 : 0);
    pen.font = fontOf(size, isGroup);
    const text = shortened(pen, words, Math.min(0.5 * width, 230));
    const box = { half: pen.measureText(text).width / 2 + 4, tall: size + 6 };
    const place = bestPlace(box, x, y, taken, [width, height]);
    if (!place) continue;
    taken.push(place);
    placed.push({ ...place, text, size, isGroup, anchor: [x, y] });
  }
  return placed;
}

function bestPlace({ half, tall }, x, y, taken, [width, height]) {
  const isSmall = map.points.n <= FEW_POINTS;
  const off = (isSmall ? radiusOf(DOCUMENT) + 3 : 0) + tall / 2;
  const steps = isSmall ? [] : [[0, 0]];
  for (const distance of [off, off + 0.6 * tall, off + 1.4 * tall, off + 2.4 * tall, off + 3.6 * tall]) {
    steps.push([0, -distance], [0, distance], [half + distance - tall / 2, 0], [tall / 2 - half - distance, 0]);
    steps.push([0.7 * half, -distance], [-0.7 * half, -distance], [0.7 * half, distance], [-0.7 * half, distance]);
  }
  let best = null;
  let least = Infinity;
  steps.forEach(([dx, dy], k) => {
    const box = {
      x: Math.min(Math.max(x + dx, half + 2), width - half - 2),
      y: Math.min(Math.max(y + dy, tall / 2 + 2), height - tall / 2 - 2),
      half,
      tall,
    };
    const covers = (other) => Math.abs(other.x - box.x) < other.half + half && Math.abs(other.y - box.y) < (other.tall + tall) / 2;
    if (taken.some(covers)) return;
    const cost = k + (isSmall ? 100 * coveredPoints(box) : 0);
    if (cost < least) [best, least] = [box, cost];
  });
  return best;
}

function coveredPoints({ x, y, half, tall }) {
  const [left, top] = fromPixels(x - half, y - tall / 2);
  const [right, bottom] = fromPixels(x + half, y + tall / 2);
  let n = 0;
  visitPoints(map.points, [left, bottom, right, top], () => { n += 1; });
  return n;
}

function fontOf(size, isGroup) {
  return `${isGroup ? 700 : 600} ${size}px ${getComputedStyle(document.body).fontFamily}`;
}

function drawLabel(pen, { text, x, y, half, tall, size, isGroup, anchor }) {
  const style = getComputedStyle(document.body);
  pen.strokeStyle = style.color;
  const isFar = Math.abs(anchor[0] - x) > half + 4 || Math.abs(anchor[1] - y) > tall / 2 + 14;
  if (isFar && !isGroup) {
    pen.lineWidth = 1;
    pen.beginPath();
    pen.moveTo(...anchor);
    pen.lineTo(Math.min(Math.max(anchor[0], x - half), x + half), Math.min(Math.max(anchor[1], y - tall / 2), y + tall / 2));
    pen.stroke();
  }
  pen.font = fontOf(size, isGroup);
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.lineWidth = 4;
  pen.strokeStyle = style.backgroundColor;
  pen.fillStyle = isGroup ? getComputedStyle(map.canvas).getPropertyValue("--accent") : style.color;
  pen.strokeText(text, x, y);
  pen.fillText(text, x, y);
}

function shortened(pen, text, most) {
  let short = [...text];
  while (short.length > 4 && pen.measureText(short.join("")).width > most) {
    short = [...short.slice(0, -2).join("").trimEnd(), "…"];
  }
  return short.join("");
}

// The rectangle or the line around what is being selected.
function drawOutline(pen, corners) {
  pen.beginPath();
  corners.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.closePath();
  pen.lineWidth = 1.5;
  pen.strokeStyle = getComputedStyle(map.canvas).getPropertyValue("--accent");
  pen.stroke();
  pen.globalAlpha = 0.1;
  pen.fillStyle = pen.strokeStyle;
  pen.fill();
  pen.globalAlpha = 1;
}
