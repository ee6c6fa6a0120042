// The topics along an opened document, smoothed as topics/shares/flow.py does it, but from the
// largest topics of each section, which are all that the page has. Turns come with the data.

const FLOW_WIDTH = 1000;
const FLOW_HEIGHT = 100;
const FLOW_TOPICS = 8;

function flowFigure(i) {
  const [start, end] = [docs.start[i], docs.end[i]];
  const terms = secs.n_terms.slice(start, end);
  if (terms.filter((n) => n > 0).length < 2) return [];
  const figure = make("figure", "flow", flowPicture(start, terms, docs.turns[i]));
  figure.append(prose("figcaption", "hint", turnWords(start, docs.turns[i])));
  return [figure];
}

function turnWords(start, turns) {
  if (!turns.length) return "Topics along the document, smoothed; no turn to another topic.";
  const words = turns.map(([section, topic]) => {
    const heading = secs.heading[start + section] || `section ${section}`;
    return `at “${heading}” to ${topicName(topic)}`;
  });
  return `Topics along the document, smoothed; it turns ${words.join("; ")}.`;
}

function flowPicture(start, terms, turns) {
  const ends = [];
  let total = 0;
  for (const n of terms) ends.push((total += n));
  const mixes = terms.map((n, k) => (n > 0 ? secs.mix[start + k] : []));
  const shown = largestTopics(mixes, terms);
  const rows = smoothedShares(mixes, terms, ends, shown);
  const x = terms.map((n, k) => (FLOW_WIDTH * (ends[k] - n / 2)) / total);
  const picture = blankPicture(`0 0 ${FLOW_WIDTH} ${FLOW_HEIGHT}`,
    "Stacked areas of the topics along the document");
  picture.setAttribute("preserveAspectRatio", "none");
  let lower = rows.map(() => 0);
  for (let k = 0; k < shown.length; k++) {
    const upper = rows.map((row, s) => lower[s] + row[k]);
    const area = shape("polygon", { points: band(x, lower, upper), fill: data.topics[shown[k]].colour });
    const title = shape("title", {});
    title.textContent = topicName(shown[k]);
    area.append(title);
    picture.append(area);
    lower = upper;
  }
  for (const [section] of turns) {
    const at = (FLOW_WIDTH * (ends[section] - terms[section])) / total;
    picture.append(shape("line", { class: "turn", x1: at, x2: at, y1: 0, y2: FLOW_HEIGHT }));
  }
  return picture;
}

// Corners of the area between two lines that have a height at every x.
function band(x, lower, upper) {
  const point = (at, share) => `${at.toFixed(1)},${(FLOW_HEIGHT * (1 - share)).toFixed(1)}`;
  const line = (shares) => [
    point(0, shares[0]),
    ...shares.map((share, s) => point(x[s], share)),
    point(FLOW_WIDTH, shares[shares.length - 1]),
  ];
  return [...line(upper), ...line(lower).reverse()].join(" ");
}

// The topics with the largest shares of the document, by number.
function largestTopics(mixes, terms) {
  const sums = new Map();
  mixes.forEach((mix, s) => {
    for (let k = 0; k < mix.length; k += 2) {
      sums.set(mix[k], (sums.get(mix[k]) || 0) + terms[s] * mix[k + 1]);
    }
  });
  const ordered = [...sums.keys()].sort((a, b) => sums.get(b) - sums.get(a) || a - b);
  return ordered.slice(0, FLOW_TOPICS).sort((a, b) => a - b);
}

function smoothedShares(mixes, terms, ends, shown) {
  const total = ends[ends.length - 1];
  const { factor, power } = data.flow;
  const bandwidth = Math.max(1, factor * total ** power);
  let first = 0;
  return terms.map((n, i) => {
    const centre = ends[i] - n / 2;
    while (ends[first] < centre - bandwidth) first++;
    const row = shown.map(() => 0);
    let sum = 0;
    for (let j = first; j < terms.length && ends[j] - terms[j] < centre + bandwidth; j++) {
      const below = (at) => massBelow((at - centre) / bandwidth);
      const weight = below(ends[j]) - below(ends[j] - terms[j]);
      shown.forEach((topic, k) => {
        row[k] += (weight * shareOf(mixes[j], topic)) / 10000;
      });
      sum += weight;
    }
    return row.map((share) => share / sum);
  });
}

// Distribution function of Epanechnikov's kernel.
function massBelow(u) {
  const cut = Math.min(1, Math.max(-1, u));
  return (2 + 3 * cut - cut ** 3) / 4;
}
