// One document: its facts, its topics along the sections, the sections with their texts, and the
// documents most similar to it.

const SECTIONS_AT_ONCE = 60;
let wantedSection = null; // the number of a section in the document that the address means

function showDocument(id, params) {
  const row = numberIn(params, "row");
  const i = row !== null && docs.id[row] === id ? row : documentById.get(id);
  if (i === undefined) return null;
  const section = numberIn(params, "section");
  const isThere = section !== null && section >= 0 && docs.start[i] + section < docs.end[i];
  wantedSection = isThere ? section : null;
  byId("document-title").textContent = documentName(i);
  byId("document-content").replaceChildren(
    documentFacts(i),
    make("div", "columns", documentTopics(i), similarDocuments(i)),
    ...documentCourse(i), ...documentSections(i));
  return documentName(i);
}

function documentFacts(i) {
  const facts = make("dl", "plain-facts");
  const known = [["id", docs.id[i]], ["source", docs.source[i]], ["author", docs.author[i]]];
  known.push(["date", docs.date[i]], ["terms", whole(docs.n_terms[i])]);
  for (const [name, values] of Object.entries(data.extra)) known.push([name, values[i]]);
  if (data.n_left_out) known.push([amount(data.n_left_out, "more column"), "only in documents.csv"]);
  known.push(["note", marks(i).join(", ")]);
  for (const [name, value] of known) {
    if (value) facts.append(prose("dt", "", name), prose("dd", "", value));
  }
  if (clusters && docs.cluster[i] !== null) {
    facts.append(prose("dt", "", "cluster"), make("dd", "", clusterLink(docs.cluster[i])));
  }
  return facts;
}

// Its largest topics with their intervals; pressing one shows its terms alone in the texts.
function documentTopics(i) {
  const mix = docs.mix[i];
  const heading = make("h3", "", "Topics");
  if (!mix.length) {
    return make("div", "", heading,
      make("p", "hint", "No term of the document is counted, so it has no topics."));
  }
  const rows = [];
  for (let k = 0; k < mix.length; k += 2) {
    const only = button("only", "only its terms", () => showOnly(only, mix[k]));
    only.setAttribute("aria-pressed", "false");
    only.setAttribute("aria-label", "Mark only the terms of topic " + topicName(mix[k]));
    const ends = docs.interval ? docs.interval[i].slice(k, k + 2) : null;
    rows.push(make("li", "", topicLink(mix[k]), " ",
      make("span", "muted", percent(mix[k + 1]) + (ends ? " " + intervalWords(...ends) : "")),
      ...(hasText(i) ? [" ", only] : []),
      ...(ends ? [intervalBar(mix[k], mix[k + 1], ...ends)] : [])));
  }
  const hint = docs.interval ? [make("p", "hint", intervalHint(mix, docs.interval[i]))] : [];
  return make("div", "", heading, ...hint, make("ul", "plain shares", ...rows));
}

function intervalHint(mix, ends) {
  const isOutside = (share, k) => share < ends[2 * k] || share > ends[2 * k + 1];
  const shares = mix.filter((_, k) => k % 2);
  const text = "In brackets, and as a line in the bar: 90% intervals of the share of the document's counted terms that come from the topic.";
  return shares.some(isOutside)
    ? text + " The shares of this model are of weights instead of terms, so they can be outside."
    : text;
}

function intervalWords(low, high) {
  const ends = [percent(low), percent(high)];
  if (ends[0] === ends[1]) return `(${ends[0]})`;
  return `(${ends[0].replace("%", "")} to ${ends[1]})`;
}

// The share as a bar from 0 to 100%, with a thin line from end to end of its interval. The words
// next to it say the same.
function intervalBar(topic, share, low, high) {
  const bar = make("span", "share-bar");
  bar.setAttribute("aria-hidden", "true");
  const value = make("span", "value");
  value.style.width = share / 100 + "%";
  value.style.background = data.topics[topic].colour;
  const range = make("span", "range");
  range.style.insetInlineStart = low / 100 + "%";
  range.style.width = (high - low) / 100 + "%";
  bar.append(value, range);
  return bar;
}

function documentCourse(i) {
  if (!docs.mix[i].length) return [];
  const strips = make("div", "big-strip", strip(i));
  return [make("h3", "", "Along the document"), strips, ...flowFigure(i)];
}

function hasText(i) {
  return texts().text.slice(docs.start[i], docs.end[i]).some(Boolean);
}

function showOnly(pressed, topic) {
  const on = pressed.getAttribute("aria-pressed") !== "true";
  for (const other of byId("document-content").querySelectorAll("button.only")) {
    other.setAttribute("aria-pressed", String(on && other === pressed));
  }
  const content = byId("document-sections");
  content.dataset.only = on ? String(topic) : "";
  for (const mark of content.querySelectorAll("mark")) fadeMark(mark, content.dataset.only);
}

function fadeMark(mark, only) {
  mark.classList.toggle("faded", only !== "" && mark.dataset.topic !== only);
}

// ---- sections

function documentSections(i) {
  const n = docs.n_sections[i];
  const heading = make("h3", "", n === 1 ? "Its section" : amount(n, "section"));
  const holder = make("div", "sections");
  holder.id = "document-sections";
  holder.dataset.only = "";
  const note = textNote();
  const parts = [heading];
  if (hasText(i)) {
    parts.push(make("p", "hint",
      `Terms have the colour of the topic that they most probably are of in the section, where that is certain. ${note}`));
  } else if (note) {
    parts.push(make("p", "hint", note));
  }
  addSections(i, docs.start[i], holder, wantedSection ?? 0);
  return [...parts, copySections(i), holder];
}

// All sections of the document, with their largest topic.
function copySections(i) {
  const status = make("span", "hint");
  status.setAttribute("role", "status");
  const copy = button("", "Copy as CSV", () => copyCsv(sectionRows(i), status));
  copy.setAttribute("aria-label", "Copy as CSV: sections of the document");
  return make("div", "controls tools", copy, status);
}

function sectionRows(i) {
  const rows = [["document", "position", "heading", "n_terms", "topic", "label", "share"]];
  for (let s = docs.start[i]; s < docs.end[i]; s++) {
    rows.push([docs.id[i], secs.position[s], secs.heading[s], secs.n_terms[s], ...largestForCsv(secs.mix[s])]);
  }
  return rows;
}

function targetOfDocument() {
  if (wantedSection === null) return null;
  return byId("document-sections").querySelectorAll("h4")[wantedSection];
}

function addSections(i, from, holder, atLeast = 0) {
  const to = Math.min(from + Math.max(SECTIONS_AT_ONCE, atLeast + 1), docs.end[i]);
  for (let s = from; s < to; s++) holder.append(sectionPart(s, holder.dataset.only));
  const left = docs.end[i] - to;
  if (left > 0) {
    const text = `Show ${Math.min(left, SECTIONS_AT_ONCE)} more of ${amount(left, "section")}`;
    const more = button("more", text, () => {
      more.remove();
      addSections(i, to, holder);
      const next = holder.querySelectorAll("h4")[to - docs.start[i]];
      next.tabIndex = -1;
      next.focus({ preventScroll: true });
    });
    holder.append(more);
  } else if (docs.n_sections[i] > docs.end[i] - docs.start[i]) {
    holder.append(make("p", "hint", "All sections are in the table section_topic."));
  }
}

function sectionPart(s, only) {
  const heading = secs.heading[s]
    ? prose("h4", "", secs.heading[s])
    : make("h4", "untitled", "(no heading)");
  const part = make("div", "section",
    heading,
    make("div", "section-topics", mixBar(secs.mix[s]), mixWords(secs.mix[s]),
      make("span", "muted", " · " + amount(secs.n_terms[s], "term"))));
  part.style.paddingInlineStart = Math.max(0, Math.min(secs.level[s], 6) - 1) * 0.9 + "rem";
  if (texts().text[s]) {
    const text = markedText(s);
    for (const mark of text.querySelectorAll("mark")) fadeMark(mark, only);
    part.append(text);
  }
  return part;
}

function similarDocuments(i) {
  const heading = make("h3", "", "Most similar documents");
  const found = docs.similar[i];
  if (!found.length) return make("div", "");
  const rows = [];
  for (let k = 0; k < found.length; k += 2) {
    rows.push(make("li", "", documentLink(found[k]), " ",
      make("span", "muted", "distance " + (found[k + 1] / 1000).toFixed(2)), strip(found[k])));
  }
  const hint = "By the Hellinger distance of their topics: 0 is the same shares, 1 no common topic.";
  return make("div", "", heading, make("p", "hint", hint), make("ol", "best", ...rows));
}

addView("document", { show: showDocument, target: targetOfDocument });
