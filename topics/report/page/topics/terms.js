// The terms of a topic: by relevance with any weight, as in LDAvis, or by FREX.

const TERMS_SHOWN = 30;
const ranking = { order: "relevance", weight: 0.6 }; // stays from topic to topic

// Relevance (Sievert and Shirley 2014): weight * ln p(w|t) + (1 - weight) * ln(p(w|t) / p(w)).
function rankedTerms(topic) {
  const { ids, p, frex } = data.terms.topics[topic];
  const { weight } = ranking;
  const score = ranking.order === "frex"
    ? (n) => frex[n]
    : (n) => Math.log(p[n]) - (1 - weight) * Math.log(data.terms.share[ids[n]]);
  const places = ids.map((_, n) => n);
  return places.sort((a, b) => score(b) - score(a) || a - b).slice(0, TERMS_SHOWN);
}

function topicTerms(topic) {
  if (!data.terms) return [make("h3", "", "Terms"), prose("p", "", data.topics[topic].terms)];
  const body = make("tbody");
  const status = make("p", "hint");
  status.setAttribute("role", "status");
  const head = make("tr", "",
    headCell("Term"), headCell("In the topic, of all", "picture"), headCell("Share of topic", "number"),
    headCell("In topic", "number"), headCell("In corpus", "number"));
  const table = make("table", "terms-table", make("thead", "", head), body);
  const redraw = () => drawTerms(topic, body, status);
  redraw();
  const frame = region("Terms of the topic", table);
  const holder = make("div", "", termControls(redraw), status, frame);
  addTools(table, "terms of the topic", { sorts: false });
  return [make("h3", "", "Terms"), holder];
}

function drawTerms(topic, body, status) {
  const { ids, p } = data.terms.topics[topic];
  const { names, count, n_tokens: total } = data.terms;
  const tokens = data.topics[topic].share * total;
  const shown = rankedTerms(topic);
  const inTopic = (n) => p[n] * tokens;
  const most = Math.max(...shown.map((n) => Math.max(inTopic(n), count[ids[n]])), 1);
  body.replaceChildren(...shown.map((n) => {
    const name = prose("th", "", names[ids[n]]);
    name.scope = "row";
    return make("tr", "", name,
      make("td", "bars", termBar(inTopic(n) / most, count[ids[n]] / most, topic)),
      make("td", "number", (100 * p[n]).toFixed(2) + "%"),
      make("td", "number", whole(Math.round(inTopic(n)))),
      make("td", "number", whole(count[ids[n]])));
  }));
  const order = ranking.order === "frex" ? "FREX" : `relevance, λ = ${ranking.weight.toFixed(2)}`;
  status.textContent = `${amount(shown.length, "term")} by ${order}`;
}

// How often the term is in the topic, on the bar of how often it is in the corpus.
function termBar(inTopic, inCorpus, topic) {
  const [whole_, part] = [make("span", "of-corpus"), make("span", "of-topic")];
  whole_.style.width = (100 * inCorpus).toFixed(2) + "%";
  part.style.width = (100 * inTopic).toFixed(2) + "%";
  part.style.background = data.topics[topic].colour;
  const bar = make("span", "term-bar", whole_, part);
  bar.setAttribute("aria-hidden", "true");
  return bar;
}

function termControls(redraw) {
  const slider = make("input");
  Object.assign(slider, { type: "range", min: "0", max: "1", step: "0.05" });
  slider.value = String(ranking.weight);
  slider.setAttribute("aria-label",
    "Relevance λ: 0 shows terms that are specific to the topic, 1 the most probable ones");
  slider.addEventListener("input", () => {
    ranking.weight = Number(slider.value);
    redraw();
  });
  const choices = [["relevance", "relevance"], ["frex", "FREX"]].map(([value, name]) => {
    const choice = make("input");
    Object.assign(choice, { type: "radio", name: "term-order", value });
    choice.checked = ranking.order === value;
    choice.addEventListener("change", () => {
      ranking.order = value;
      slider.disabled = value === "frex";
      redraw();
    });
    return make("label", "", choice, " " + name);
  });
  slider.disabled = ranking.order === "frex";
  const order = make("fieldset", "inline", make("legend", "", "Order by"), ...choices);
  return make("div", "controls", order,
    make("label", "slider", "specific", slider, "frequent"));
}
