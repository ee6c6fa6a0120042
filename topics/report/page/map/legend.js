// The legend below the map, which is part of the page; a press on an entry shows it alone.

function drawLegend() {
  const { colouring } = map;
  const list = make("ul", "map-legend");
  const counts = new Map();
  for (let p = 0; p < map.points.n; p++) {
    if (map.visible[map.points.kind[p]]) counts.set(colouring.group[p], (counts.get(colouring.group[p]) || 0) + 1);
  }
  for (const [group, words, colour] of colouring.legend) {
    list.append(make("li", "", legendEntry(group, words, colour, counts.get(group) || 0)));
  }
  const parts = colouring.legend.length ? [list] : [];
  if (colouring.ramp) parts.unshift(rampBar(colouring.ramp));
  byId("map-legend").replaceChildren(...parts);
}

function legendEntry(group, words, colour, n) {
  const mark = make("span", "swatch");
  mark.style.background = colour || OTHER_COLOUR;
  const entry = button("legend-entry", "", () => pressEntry(group));
  entry.append(mark, prose("span", "", words), make("span", "muted", whole(n)));
  entry.dataset.group = String(group);
  entry.setAttribute("aria-pressed", String(isAlone(group)));
  return entry;
}

// Topics and clusters are chosen for all views, values of a column only here.
function pressEntry(group) {
  const kind = byId("map-colour").value;
  const again = isAlone(group);
  if (kind === "topic") change({ topic: again ? -1 : group });
  else if (kind === "cluster") change({ cluster: again ? null : group < clusters.labels.length ? group : -1 });
  else {
    map.only = again ? null : group;
    afterChoice();
  }
}

function isAlone(group) {
  const kind = byId("map-colour").value;
  if (kind === "topic") return state.topic === group;
  if (kind === "cluster") return state.cluster === (group < clusters.labels.length ? group : -1);
  return map.only === group;
}

function rampBar([low, middle, high]) {
  const bar = make("span", "ramp");
  bar.style.background = `linear-gradient(to right, ${data.ramp.join(", ")})`;
  const ends = make("span", "ramp-ends", make("span", "", low), make("span", "", middle), make("span", "", high));
  return make("div", "ramp-frame", bar, ends);
}

// After a change of what is highlighted.
function afterChoice() {
  chooseBright();
  for (const entry of byId("map-legend").querySelectorAll("button")) {
    entry.setAttribute("aria-pressed", String(isAlone(Number(entry.dataset.group))));
  }
  redraw();
}
