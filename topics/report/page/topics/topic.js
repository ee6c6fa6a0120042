// One topic: its terms, its place among the others, the documents and sections about it.

const BEST_DOCUMENTS = 10;
const BEST_SECTIONS = 5;
const LIKE_IT = 6;

function showTopic(argument) {
  const topic = /^\d+$/.test(argument) ? Number(argument) : -1;
  if (!data.topics[topic]) return null;
  byId("topic-title").replaceChildren(swatch(topic), prose("span", "", topicName(topic)));
  byId("topic-content").replaceChildren(
    topicSteps(topic),
    topicFacts(topic),
    ...topicTerms(topic),
    ...topicRelatives(topic),
    ...topicDocuments(topic),
    ...topicSections(topic),
    ...topicCourses(topic),
  );
  return "Topic " + topicName(topic);
}

// The topics before and after it in the order of the tree, and the way to other views.
function topicSteps(topic) {
  const place = data.order.indexOf(topic);
  const steps = make("p", "links");
  const before = data.order[place - 1];
  const after = data.order[place + 1];
  if (before !== undefined) steps.append(link("topic-" + before, "← ", prose("span", "", topicName(before))));
  if (after !== undefined) steps.append(link("topic-" + after, prose("span", "", topicName(after)), " →"));
  if (byId("map")) steps.append(link("map?topic=" + topic, "On the map"));
  steps.append(link("documents?topic=" + topic, "All of its documents"));
  return steps;
}

function topicFacts(topic) {
  const facts = make("dl", "facts");
  for (const [name, value] of data.topics[topic].facts) {
    facts.append(make("div", "", prose("dt", "", name), prose("dd", "", value)));
  }
  return facts;
}

// ---- its place among the others

function topicRelatives(topic) {
  const parts = [];
  const path = topicPath(topic);
  if (path.length) parts.push(make("h3", "", "Place in the tree"), ...path);
  const columns = make("div", "columns");
  const alike = nearestTopics(data.alike, topic);
  if (alike.length) {
    columns.append(make("div", "",
      make("h3", "", "Similar topics"),
      relatives(alike, (value) => (value / 1000).toFixed(2))));
  }
  const together = nearestTopics(data.together, topic).filter(([, value]) => value > 100);
  if (together.length) {
    columns.append(make("div", "",
      make("h3", "", "In the same documents"),
      relatives(together, (value) => (value / 100).toFixed(1) + " times as often as at random")));
  }
  if (columns.children.length) parts.push(columns);
  return parts;
}

// The groups that a topic is in, from the top; topics that are in no group have no path.
function topicPath(topic) {
  if (!data.tree) return [];
  const { labels, topics } = data.tree;
  return labels.map((_, node) => node).filter((node) => topics[node].includes(topic)).map((node) => {
    const others = topics[node].filter((other) => other !== topic);
    const line = make("p", "path", prose("strong", "", labels[node]), " with ");
    others.slice(0, 12).forEach((other, n) => line.append(n ? ", " : "", topicLink(other)));
    if (others.length > 12) line.append(` and ${others.length - 12} more`);
    return line;
  });
}

// The value of two topics; rows have those of each topic and the later ones.
function pairValue(rows, j, k) {
  return j < k ? rows[j][k - j - 1] : rows[k][j - k - 1];
}

function nearestTopics(rows, topic) {
  if (!rows) return [];
  const others = data.topics.map((_, k) => k).filter((k) => k !== topic);
  const pairs = others.map((k) => [k, pairValue(rows, topic, k)]);
  return pairs.sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, LIKE_IT);
}

function relatives(pairs, words) {
  const rows = pairs.map(([other, value]) =>
    make("li", "", topicLink(other), " ", make("span", "muted", words(value))));
  return make("ul", "plain", ...rows);
}

// ---- documents and sections

function topicDocuments(topic) {
  const found = byTopic(docs.id.map((_, i) => i).filter((i) => belongs(i, topic)), topic);
  const heading = make("h3", "", "Representative documents");
  if (!found.length) {
    return [heading, make("p", "hint", "No document has at least 10% of this topic.")];
  }
  const rows = found.slice(0, BEST_DOCUMENTS).map((i) => make("li", "",
    documentLink(i), " ", make("span", "muted", percent(shareOf(docs.mix[i], topic))), strip(i)));
  return [heading, make("ol", "best", ...rows)];
}

// Sections with the largest share that their terms support, one of each document.
function bestSections(topic) {
  const prior = data.evidence.prior_terms;
  const support = (s) => {
    const own = secs.n_terms[s];
    return (own * shareOf(secs.mix[s], topic) + prior * 10000 * data.topics[topic].share) / (own + prior);
  };
  const held = secs.mix.map((_, s) => s).filter((s) => shareOf(secs.mix[s], topic) >= MIN_SHARE);
  const best = [];
  const seen = new Set();
  for (const s of held.sort((a, b) => support(b) - support(a) || a - b)) {
    const i = documentOfSection(s);
    if (seen.has(i)) continue;
    seen.add(i);
    best.push(s);
    if (best.length === BEST_SECTIONS) break;
  }
  return best;
}

function topicSections(topic) {
  const found = bestSections(topic);
  if (!found.length) return [];
  const rows = found.map((s) => {
    const i = documentOfSection(s);
    const row = make("li", "",
      make("strong", "", sectionLink(s)), " ",
      make("span", "muted", percent(shareOf(secs.mix[s], topic)) + " · "), documentLink(i));
    if (texts().text[s]) row.append(markedText(s, topic));
    return row;
  });
  const parts = [make("h3", "", "Representative sections")];
  if (texts().kind === "none") parts.push(make("p", "hint", textNote()));
  else parts.push(make("p", "hint", "Terms that are of this topic in the section are marked."));
  return [...parts, make("ol", "best passages", ...rows)];
}

addView("topic", { show: showTopic });
