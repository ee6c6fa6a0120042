// Texts of the sections, read when a view first needs them.

let textsOfPage = null;

function texts() {
  textsOfPage = textsOfPage || JSON.parse(byId("texts").textContent);
  return textsOfPage;
}

// Why a view has no text, or not all of it.
function textNote() {
  const { kind, reason, step, words } = texts();
  if (kind === "none") {
    return reason === "missing"
      ? "The run keeps no texts, so there are none here."
      : "This report was written without texts; “topics report RUN --report-text excerpts” adds them.";
  }
  const parts = [];
  if (step > 1) parts.push(`Only every ${whole(step)}th document has texts in this report.`);
  if (words) parts.push(`A text ends after ${words} words.`);
  return parts.join(" ");
}

// The text of a section with its terms marked: in the colours of their topics, or those of one
// topic only.
function markedText(s, only = -1) {
  const text = texts().text[s];
  const marks = texts().marks[s];
  const element = prose("p", "text", "");
  let position = 0;
  for (let k = 0; k < marks.length; k += 3) {
    const begin = position + marks[k];
    const end = begin + marks[k + 1];
    const topic = marks[k + 2];
    if (only < 0 || topic === only) {
      element.append(text.slice(position, begin), markedTerm(text.slice(begin, end), topic));
    } else {
      element.append(text.slice(position, end));
    }
    position = end;
  }
  element.append(text.slice(position));
  element.normalize();
  return element;
}

function markedTerm(term, topic) {
  const element = make("mark", "", term);
  element.style.setProperty("--colour", data.topics[topic].colour);
  element.title = topicName(topic);
  element.dataset.topic = String(topic);
  return element;
}
