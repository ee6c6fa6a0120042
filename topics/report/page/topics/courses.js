// A topic over time and by group, as pictures with their tables.

const COURSE_WIDTH = 600;
const COURSE_HEIGHT = 120;

function topicCourses(topic) {
  const parts = [];
  const own = data.time?.topics[topic];
  if (own) parts.push(make("h3", "", "Over time"), ...timeCourse(topic, own));
  data.groups.forEach((by) => {
    const shares = by.topics[topic];
    if (!shares) return;
    const heading = make("h3", "", "By ", prose("span", "", by.column));
    parts.push(heading, groupTable(topic, by, shares));
  });
  return parts;
}

function timeCourse(topic, { share, low, high }) {
  const { periods, period } = data.time;
  const most = Math.max(1, ...share, ...high.filter((value) => value !== null));
  const n = periods.length;
  const x = (t) => (n === 1 ? COURSE_WIDTH / 2 : 6 + ((COURSE_WIDTH - 12) * t) / (n - 1));
  const y = (value) => COURSE_HEIGHT - 4 - ((COURSE_HEIGHT - 12) * value) / most;
  const picture = blankPicture("0 0 " + COURSE_WIDTH + " " + COURSE_HEIGHT,
    `Share of the topic by ${period}; the table below has the numbers`);
  const colour = data.topics[topic].colour;
  for (const run of unbroken(low)) {
    const upper = run.map((t) => `${x(t).toFixed(1)},${y(high[t]).toFixed(1)}`);
    const lower = run.map((t) => `${x(t).toFixed(1)},${y(low[t]).toFixed(1)}`).reverse();
    picture.append(shape("polygon", { points: [...upper, ...lower].join(" "), fill: colour, opacity: 0.25 }));
  }
  for (const run of unbroken(share)) {
    const points = run.map((t) => `${x(t).toFixed(1)},${y(share[t]).toFixed(1)}`).join(" ");
    picture.append(shape("polyline", { points, fill: "none", stroke: colour, "stroke-width": 2 }));
    if (n <= 60 || run.length === 1) {
      for (const t of run) picture.append(shape("circle", { cx: x(t), cy: y(share[t]), r: 2.5, fill: colour }));
    }
  }
  const ends = make("p", "course-ends", make("span", "", periods[0]),
    make("span", "", "up to " + percent(most)), make("span", "", periods[n - 1]));
  return [make("figure", "course", picture, ends), timeTable({ share, low, high })];
}

// Runs of periods without a gap.
function unbroken(values) {
  const runs = [];
  values.forEach((value, t) => {
    if (value === null) return;
    if (t && values[t - 1] !== null) runs[runs.length - 1].push(t);
    else runs.push([t]);
  });
  return runs;
}

function interval(low, high) {
  return low === null ? "–" : `${percent(low)} to ${percent(high)}`;
}

function timeTable({ share, low, high }) {
  const { period, periods, complete } = data.time;
  const rows = periods.map((name, t) => make("tr", "",
    make("td", "", name + (complete[t] ? "" : " (unfinished)")),
    make("td", "number", share[t] === null ? "–" : percent(share[t])),
    make("td", "number", interval(low[t], high[t]))));
  const head = make("tr", "", headCell(period), headCell("Share", "number"),
    headCell("90% interval", "number"));
  const table = make("table", "narrow", make("thead", "", head), make("tbody", "", ...rows));
  const part = make("details", "", make("summary", "", "Shares by " + period), region("Shares by " + period, table));
  addTools(table, "shares by " + period);
  return part;
}

function groupTable(topic, by, { share, low, high }) {
  const most = Math.max(1, ...share);
  const rows = by.groups.map((name, g) => {
    const bar = make("span", "bar", make("span"));
    bar.firstChild.style.width = ((100 * (share[g] || 0)) / most).toFixed(2) + "%";
    bar.firstChild.style.background = data.topics[topic].colour;
    const label = prose("th", "", name);
    label.scope = "row";
    return make("tr", "", label,
      make("td", "share", bar, share[g] === null ? "–" : percent(share[g])),
      make("td", "number", interval(low[g], high[g])));
  });
  const head = make("tr", "", headCell("Group"), headCell("Share"), headCell("90% interval", "number"));
  const table = make("table", "narrow", make("thead", "", head), make("tbody", "", ...rows));
  const holder = make("div", "", region("Shares by " + by.column, table));
  addTools(table, "shares by " + by.column);
  return holder;
}
