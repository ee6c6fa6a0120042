// One document: its facts, its topics along the sections, and the sections.

const SECTIONS_AT_ONCE = 100;

function showDocument(id, params) {
  const row = numberIn(params, "row");
  const i = row !== null && docs.id[row] === id ? row : documentById.get(id);
  if (i === undefined) return null;
  byId("document-title").textContent = documentName(i);
  byId("document-content").replaceChildren(documentFacts(i), ...flowFigure(i), sectionTable(i));
  return documentName(i);
}

function documentFacts(i) {
  const facts = make("dl", "plain-facts");
  const known = [["id", docs.id[i]], ["source", docs.source[i]], ["author", docs.author[i]]];
  known.push(["date", docs.date[i]], ["terms", whole(docs.n_terms[i])]);
  for (const [name, values] of Object.entries(data.extra)) known.push([name, values[i]]);
  for (const [name, value] of known) {
    if (value) facts.append(prose("dt", "", name), prose("dd", "", value));
  }
  if (clusters && docs.cluster[i] !== null) {
    facts.append(prose("dt", "", "cluster"), make("dd", "", clusterLink(docs.cluster[i])));
  }
  return facts;
}

function sectionTable(i) {
  const head = make("tr", "",
    headCell("Section"), headCell("Terms", "number"), headCell("Topics", "mix-cell"));
  const body = make("tbody");
  const table = make("table", "sections", make("thead", "", head), body);
  const holder = make("div", "", table);
  addSections(i, docs.start[i], body, holder);
  return holder;
}

function addSections(i, from, body, holder) {
  const to = Math.min(from + SECTIONS_AT_ONCE, docs.end[i]);
  for (let s = from; s < to; s++) body.append(sectionRow(s));
  const left = docs.end[i] - to;
  if (left > 0) {
    const text = `Show ${Math.min(left, SECTIONS_AT_ONCE)} more of ${left} sections`;
    const more = button("more", text, () => {
      more.remove();
      addSections(i, to, body, holder);
    });
    holder.append(more);
  } else if (docs.n_sections[i] > docs.end[i] - docs.start[i]) {
    holder.append(make("p", "hint", "All sections are in section_topic.csv."));
  }
}

function sectionRow(s) {
  const heading = secs.heading[s]
    ? prose("td", "", secs.heading[s])
    : make("td", "untitled", "(no heading)");
  heading.style.paddingInlineStart = Math.max(0, Math.min(secs.level[s], 6) - 1) * 0.9 + "rem";
  const mix = make("td", "mix-cell", mixBar(secs.mix[s]), mixWords(secs.mix[s]));
  return make("tr", "", heading, make("td", "number", whole(secs.n_terms[s])), mix);
}

addView("document", { show: showDocument });
