// Search over topics, documents, sections and texts. All words have to be found; the results are
// in groups, the best ones of each first.

const RESULTS = 12;
const SNIPPET = 160;
let searchable = null;
let searchWaiting = 0;

function buildSearch() {
  const lower = (parts) => parts.join("\n").toLowerCase();
  const extra = Object.values(data.extra);
  return {
    topics: data.topics.map((topic, k) => {
      const more = data.terms ? data.terms.topics[k].ids.slice(0, 60).map((id) => data.terms.names[id]) : [];
      return [lower([topic.label]), lower([topic.terms, ...more])];
    }),
    documents: docs.id.map((id, i) => [
      lower([docs.title[i]]),
      lower([id, docs.source[i], docs.author[i], docs.date[i], ...extra.map((values) => values[i])]),
    ]),
    sections: secs.heading.map((heading) => [heading.toLowerCase()]),
    texts: texts().text.map((text) => [text.toLowerCase()]),
  };
}

const LETTER = /[\p{L}\p{N}]/u;

// How well a word is found in a text: 3 as a word, 2 as the beginning of one, 1 inside one.
function quality(text, word) {
  let best = 0;
  for (let at = text.indexOf(word); at >= 0 && best < 3; at = text.indexOf(word, at + 1)) {
    const begins = !at || !LETTER.test(text[at - 1]);
    const end = text[at + word.length];
    const ends = end === undefined || !LETTER.test(end);
    best = Math.max(best, begins ? (ends ? 3 : 2) : 1);
  }
  return best;
}

// The sum over the words of the best field, where earlier fields count more; 0 if a word is
// missing.
function scoreOf(fields, words) {
  let total = 0;
  for (const word of words) {
    let best = 0;
    fields.forEach((field, n) => {
      best = Math.max(best, quality(field, word) * (fields.length - n));
    });
    if (!best) return 0;
    total += best;
  }
  return total;
}

function bestOf(entries, words) {
  const found = [];
  entries.forEach((fields, index) => {
    const score = scoreOf(fields, words);
    if (score) found.push([index, score]);
  });
  return found.sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([index]) => index);
}

const GROUPS = {
  topics: { name: "Topics", item: (k) => [topicLink(k), " ", prose("span", "muted", data.topics[k].terms)] },
  documents: { name: "Documents", item: (i) => [documentLink(i), " ", prose("span", "muted", docs.author[i] || docs.date[i])] },
  sections: { name: "Sections", item: (s) => [sectionLink(s), " · ", prose("span", "muted", documentName(documentOfSection(s)))] },
  texts: { name: "Texts", item: (s, words) => [sectionLink(s), " · ", prose("span", "muted", documentName(documentOfSection(s))), snippet(s, words)] },
};

// The text around the first word, with the words marked.
function snippet(s, words) {
  const text = texts().text[s];
  const low = text.toLowerCase();
  const first = Math.min(...words.map((word) => low.indexOf(word)).filter((at) => at >= 0));
  const begin = first < SNIPPET / 2 ? 0 : text.lastIndexOf(" ", first - SNIPPET / 3) + 1;
  const part = text.slice(begin, begin + SNIPPET);
  const element = prose("p", "text", begin ? "… " : "");
  // Lower case can change the length of a text; then nothing is marked.
  let position = low.length === text.length ? 0 : part.length;
  const lowPart = part.toLowerCase();
  element.append(part.slice(0, position));
  while (position < part.length) {
    const next = words.map((word) => [lowPart.indexOf(word, position), word.length])
      .filter(([at]) => at >= 0).sort((a, b) => a[0] - b[0])[0];
    if (!next) break;
    element.append(part.slice(position, next[0]), make("mark", "found", part.slice(next[0], next[0] + next[1])));
    position = next[0] + next[1];
  }
  element.append(part.slice(position), begin + SNIPPET < text.length ? " …" : "");
  return element;
}

function searchFor(text) {
  const words = wordsOf(text);
  const holder = byId("search-results");
  if (holder.dataset.words === text) return; // who is in the results keeps the focus
  holder.dataset.words = text;
  if (!words.length) {
    holder.replaceChildren();
    byId("search-status").textContent = textNote();
    return;
  }
  searchable = searchable || buildSearch();
  const counts = [];
  const parts = [];
  for (const [name, group] of Object.entries(GROUPS)) {
    const found = bestOf(searchable[name], words);
    if (!found.length) continue;
    counts.push(amount(found.length, group.name.slice(0, -1).toLowerCase()));
    parts.push(make("h3", "", `${group.name} (${whole(found.length)})`), resultList(group, found, words));
  }
  holder.replaceChildren(...parts);
  byId("search-status").textContent = counts.length ? counts.join(", ") : `Nothing has all of these words: ${text}`;
}

function resultList(group, found, words) {
  const list = make("ul", "plain results");
  const add = (from) => {
    const items = found.slice(from, from + RESULTS).map((index) => make("li", "", ...group.item(index, words)));
    list.append(...items);
    const left = found.length - from - items.length;
    if (left > 0) {
      const more = button("more", `Show ${Math.min(left, RESULTS)} more`, () => {
        more.parentElement.remove();
        add(from + RESULTS);
        items[0].parentElement.children[from + RESULTS].querySelector("a").focus();
      });
      list.append(make("li", "", more));
    }
  };
  add(0);
  return list;
}

// Arrow keys lead from the field to the results, and from one to the next.
function listenToArrows(section) {
  section.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (document.activeElement === byId("search-words")) searchNow();
    const stops = [byId("search-words"), ...byId("search-results").querySelectorAll("a, button")];
    const at = stops.indexOf(document.activeElement);
    const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
  });
}

// Shows what the field asks for, and keeps it in the address.
function searchNow() {
  clearTimeout(searchWaiting);
  const words = byId("search-words").value.trim();
  searchFor(words);
  const address = "#search" + (words ? "?words=" + encodeURIComponent(words) : "");
  if (location.hash !== address) location.replace(address);
}

function startSearch() {
  byId("search-words").addEventListener("input", () => {
    clearTimeout(searchWaiting);
    searchWaiting = setTimeout(searchNow, 150);
  });
  listenToArrows(byId("search"));
}

function showSearch(_, params) {
  const words = params.get("words") || "";
  const field = byId("search-words");
  if (field.value.trim() !== words) field.value = words;
  searchFor(words);
  return words ? "Search: " + words : "Search";
}

addView("search", { first: startSearch, show: showSearch });
