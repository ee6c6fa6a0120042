// The point under the pointer, and what it is.

const REACH = 10; // largest distance in pixels from the pointer to a point that it finds

// Documents are found before sections, as they are on top; faded points are not found.
function pointAt(px, py) {
  const to = toPixels();
  const [left, bottom] = fromPixels(px - REACH, py + REACH);
  const [right, top] = fromPixels(px + REACH, py - REACH);
  const best = [null, null];
  const least = [REACH * REACH, REACH * REACH];
  visitPoints(map.points, [left, bottom, right, top], (p) => {
    if (!isShown(p)) return;
    const kind = map.points.kind[p];
    const square = (to.x(map.points.u[p]) - px) ** 2 + (to.y(map.points.v[p]) - py) ** 2;
    if (square < least[kind]) [best[kind], least[kind]] = [p, square];
  });
  return best[DOCUMENT] ?? best[SECTION];
}

function showTip(p, px, py) {
  const tip = byId("map-tip");
  const { kind, row, owner } = map.points;
  const isSection = kind[p] === SECTION;
  const mix = tableOf(kind[p]).mix[row[p]];
  const lines = [prose("strong", "", documentName(owner[p]))];
  if (isSection) lines.push(prose("span", "", sectionName(row[p])));
  const topic = prose("span", "", topicName(mix[0]) + " · " + percent(mix[1]));
  topic.prepend(swatch(mix[0]));
  lines.push(topic);
  const cluster = clusterOfPoint(p);
  if (clusters && cluster !== null) {
    lines.push(make("span", "", clusterSwatch(cluster), prose("span", "", clusterName(cluster))));
  }
  const column = map.columns[byId("map-colour").value];
  if (column && column[1][owner[p]] !== "") lines.push(prose("span", "muted", `${column[0]}: ${column[1][owner[p]]}`));
  tip.replaceChildren(...lines);
  tip.hidden = false;
  const [width, height] = frameSize();
  const left = px + 14 + tip.offsetWidth > width ? px - tip.offsetWidth - 14 : px + 14;
  const top = py + 14 + tip.offsetHeight > height ? py - tip.offsetHeight - 14 : py + 14;
  tip.style.left = Math.max(4, left) + "px";
  tip.style.top = Math.max(4, top) + "px";
}

function hideTip() {
  byId("map-tip").hidden = true;
}
