// The data of the page, and what follows from it: names, shares, addresses.

const data = JSON.parse(byId("data").textContent);
const docs = data.documents;
const secs = data.sections;
const clusters = data.clusters; // null in a run without clusters
const MIN_SHARE = 1000; // in ten-thousandths: documents with at least 10% of a topic are listed

const collator = new Intl.Collator(undefined, { numeric: true });
const documentById = new Map();
docs.id.forEach((id, i) => {
  if (!documentById.has(id)) documentById.set(id, i);
});

function topicName(topic) {
  return topic + " " + data.topics[topic].label;
}

function swatch(topic) {
  const element = make("span", "swatch");
  element.style.background = data.topics[topic].colour;
  return element;
}

function topicLink(topic) {
  return link("topic-" + topic, swatch(topic), prose("span", "", topicName(topic)));
}

function documentName(i) {
  return docs.title[i] || docs.id[i];
}

// Ids are cut and cleaned, so that two documents can have the same one.
function documentAddress(i) {
  const address = "document-" + encodeURIComponent(docs.id[i]);
  return documentById.get(docs.id[i]) === i ? address : address + "?row=" + i;
}

function documentLink(i) {
  const element = link(documentAddress(i), documentName(i));
  element.dir = "auto";
  return element;
}

// The document's view, at the section.
function sectionLink(s) {
  const i = documentOfSection(s);
  const address = documentAddress(i);
  const mark = address.includes("?") ? "&" : "?";
  const element = link(`${address}${mark}section=${s - docs.start[i]}`, sectionName(s));
  element.dir = "auto";
  return element;
}

function sectionName(s) {
  return secs.heading[s] || "(no heading)";
}

function shareOf(mix, topic) {
  for (let i = 0; i < mix.length; i += 2) if (mix[i] === topic) return mix[i + 1];
  return 0;
}

function belongs(i, topic) {
  return docs.mix[i][0] === topic || shareOf(docs.mix[i], topic) >= MIN_SHARE;
}

// The share that a document's counted terms support, as topics/shares/evidence.py defines it.
function supportedShare(i, topic) {
  const own = docs.n_terms[i];
  const prior = data.evidence.prior_terms;
  const corpus = 10000 * data.topics[topic].share;
  return (own * shareOf(docs.mix[i], topic) + prior * corpus) / (own + prior);
}

function wordsOf(text) {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
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
