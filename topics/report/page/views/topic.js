// One topic: what it is made of, and the documents that are about it.

const BEST_DOCUMENTS = 10;

function showTopic(argument) {
  const topic = /^\d+$/.test(argument) ? Number(argument) : -1;
  if (!data.topics[topic]) return null;
  byId("topic-title").replaceChildren(swatch(topic), prose("span", "", topicName(topic)));
  byId("topic-content").replaceChildren(topicLinks(topic), ...topicDocuments(topic));
  return "Topic " + topicName(topic);
}

function topicLinks(topic) {
  const links = make("p", "links");
  if (byId("map")) links.append(link("map?topic=" + topic, "On the map"), " · ");
  links.append(link("documents?topic=" + topic, "All of its documents"));
  return links;
}

function topicDocuments(topic) {
  const found = byTopic(docs.id.map((_, i) => i).filter((i) => belongs(i, topic)), topic);
  if (!found.length) return [make("p", "hint", "No document has at least 10\u00a0% of this topic.")];
  const rows = found.slice(0, BEST_DOCUMENTS).map((i) => make("li", "",
    documentLink(i), " ", make("span", "muted", percent(shareOf(docs.mix[i], topic)))));
  return [make("h3", "", "Documents"), make("ol", "best", ...rows)];
}

addView("topic", { show: showTopic });
