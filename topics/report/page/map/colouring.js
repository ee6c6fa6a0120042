// What the colours of the points mean: topics, clusters, or a column of metadata.

const MOST_VALUES = 20; // values of a column that have a colour of their own
const RAMP_STEPS = 64;
const OTHER_COLOUR = "#9b9b9b";
const DATE = /^(-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:$|[T ])/;

// The columns that colours can show, by key: name and values by document.
function colourColumns() {
  const columns = { date: ["date", docs.date], author: ["author", docs.author] };
  columns.n_terms = ["counted terms", docs.n_terms];
  for (const [name, values] of Object.entries(data.extra)) columns["column " + name] = [name, values];
  for (const [key, [, values]] of Object.entries(columns)) {
    const known = values.filter((value) => value !== "");
    const different = new Set(known).size;
    // A column that never changes says nothing; one that differs in every row is an id.
    const isId = different > MOST_VALUES && different > 0.9 * known.length;
    if (different < 2 || (isId && !scaleOf(values))) delete columns[key];
  }
  return columns;
}

// Numbers of a column, or the years of its dates; null if it is neither.
function scaleOf(values) {
  const known = values.filter((value) => value !== "");
  const numbers = known.map(Number);
  const dates = known.map(dateNumber);
  const most = 0.95 * known.length;
  if (dates.filter((x) => x !== null).length >= most && known.length) {
    return { kind: "date", read: (value) => (value === "" ? null : dateNumber(value)) };
  }
  if (numbers.filter(Number.isFinite).length < most || new Set(known).size <= MOST_VALUES) return null;
  const read = (value) => (value !== "" && Number.isFinite(Number(value)) ? Number(value) : null);
  return { kind: "number", read };
}

function dateNumber(value) {
  const [, year, month, day] = String(value).match(DATE) || [];
  if (year === undefined) return null;
  return Number(year) + (Number(month || 1) - 1) / 12 + (Number(day || 1) - 1) / 366;
}

// A colouring: the group of each point, -1 for none; the colours of the groups; the legend as
// [group, words, colour]. A ramp has the ends of its scale instead.
function colouringOf(key, columns) {
  if (key === "topic") return topicColouring();
  if (key === "cluster") return clusterColouring();
  const [name, values] = columns[key];
  const scale = scaleOf(values);
  return scale ? scaleColouring(name, values, scale) : valueColouring(name, values);
}

function groupsOf(read) {
  const group = new Int32Array(map.points.n);
  for (let p = 0; p < map.points.n; p++) group[p] = read(p);
  return group;
}

function topicColouring() {
  const colours = data.topics.map(({ colour }) => colour);
  const legend = data.order.map((k) => [k, topicName(k), colours[k]]);
  return { words: "dominant topic", group: groupsOf(largestTopic), colours, legend };
}

function clusterColouring() {
  const n = clusters.labels.length;
  const group = groupsOf((p) => {
    const cluster = clusterOfPoint(p);
    return cluster === null ? -1 : cluster < 0 ? n : cluster;
  });
  const legend = clusters.labels.map((_, k) => [k, clusterName(k), clusterColour(k)]);
  if (group.includes(n)) legend.push([n, clusters.none.label, clusters.none.colour]);
  return { words: "cluster", group, colours: [...clusters.colours, clusters.none.colour], legend };
}

// The values with the most documents have colours, the others share a grey.
function valueColouring(name, values) {
  const counts = new Map();
  for (const value of values) if (value !== "") counts.set(value, (counts.get(value) || 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || collator.compare(a[0], b[0]));
  const shown = sorted.slice(0, MOST_VALUES).map(([value]) => value);
  const number = new Map(shown.map((value, k) => [value, k]));
  const other = shown.length;
  const group = groupsOf((p) => {
    const value = values[map.points.owner[p]];
    return value === "" ? -1 : number.get(value) ?? other;
  });
  const legend = shown.map((value, k) => [k, String(value), data.palette[k]]);
  if (sorted.length > other) {
    legend.push([other, amount(sorted.length - other, "other value"), OTHER_COLOUR]);
  }
  if (group.includes(-1)) legend.push([-1, "no value", null]);
  return { words: name, group, colours: [...data.palette.slice(0, other), OTHER_COLOUR], legend };
}

// Numbers and dates: the ends of the scale leave out two in a hundred on both sides.
function scaleColouring(name, values, { kind, read }) {
  const numbers = values.map(read);
  const known = numbers.filter((x) => x !== null).sort((a, b) => a - b);
  const low = known[Math.floor(0.02 * (known.length - 1))];
  const high = known[Math.ceil(0.98 * (known.length - 1))];
  const step = (x) => Math.round(((x - low) / (high - low || 1)) * (RAMP_STEPS - 1));
  const group = groupsOf((p) => {
    const x = numbers[map.points.owner[p]];
    return x === null ? -1 : Math.max(0, Math.min(RAMP_STEPS - 1, step(x)));
  });
  const words = (x) => (kind === "date" ? dateWords(x) : x.toLocaleString("en", { maximumSignificantDigits: 4 }));
  const colours = Array.from({ length: RAMP_STEPS }, (_, k) => rampColour(k / (RAMP_STEPS - 1)));
  const ends = [low, (low + high) / 2, high].map(words);
  const legend = group.includes(-1) ? [[-1, "no value", null]] : [];
  return { words: name, group, colours, legend, ramp: ends };
}

function dateWords(x) {
  const year = Math.floor(x + 1e-6);
  const month = Math.floor((x - year) * 12 + 1e-6) + 1;
  return month > 1 ? `${year}-${String(month).padStart(2, "0")}` : String(year);
}

function rampColour(t) {
  const position = t * (data.ramp.length - 1);
  const k = Math.min(data.ramp.length - 2, Math.floor(position));
  const mix = [1, 3, 5].map((at) => {
    const [a, b] = [data.ramp[k], data.ramp[k + 1]].map((c) => parseInt(c.slice(at, at + 2), 16));
    return Math.round(a + (b - a) * (position - k));
  });
  return "#" + mix.map((value) => value.toString(16).padStart(2, "0")).join("");
}
