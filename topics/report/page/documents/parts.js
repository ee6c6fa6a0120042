// Parts that several views show: the topics of a row in words and as bars, marks, clusters.

// What to know before believing the topics of a document.
function marks(i) {
  const n = docs.n_terms[i];
  const { few_terms: few, poor_fit: poor } = data.evidence;
  if (n === 0) return ["no counted terms"];
  const found = n < few ? ["few terms"] : [];
  if (docs.fit[i] > 0 && docs.fit[i] < poor) found.push("no topic fits well");
  return found;
}

function mixCell(mix) {
  const cell = make("td", "mix");
  for (let k = 0; k < Math.min(mix.length, 4); k += 2) {
    if (k && mix[k + 1] < MIN_SHARE) break;
    const name = link("topic-" + mix[k], swatch(mix[k]), prose("span", "", data.topics[mix[k]].label));
    cell.append(make("span", "part", name, " " + percent(mix[k + 1])));
  }
  return cell;
}

function mixBar(mix) {
  const bar = make("div", "strip-bar");
  let rest = 10000;
  for (let k = 0; k < mix.length; k += 2) {
    const piece = make("span");
    piece.style.flex = mix[k + 1] + " 1 0";
    piece.style.background = data.topics[mix[k]].colour;
    piece.title = topicName(mix[k]) + " · " + percent(mix[k + 1]);
    bar.append(piece);
    rest -= mix[k + 1];
  }
  if (rest > 0) {
    const piece = make("span");
    piece.style.flex = rest + " 1 0";
    bar.append(piece);
  }
  bar.setAttribute("aria-hidden", "true");
  return bar;
}

function mixWords(mix) {
  const words = [];
  for (let k = 0; k < mix.length; k += 2) {
    if (k === 0 || mix[k + 1] >= 500) words.push(data.topics[mix[k]].label + " " + percent(mix[k + 1]));
  }
  return prose("span", "mix-words", words.join(", "));
}

// The sections of a document, each as wide as its counted terms, in the colour of its topic.
function strip(i) {
  const bar = make("div", "strip-bar");
  for (const segment of mergedSegments(docs.start[i], docs.end[i])) {
    const piece = make("span");
    piece.style.flex = segment.width + " 1 0";
    piece.style.background = data.topics[segment.topic].colour;
    piece.title = segment.title;
    bar.append(piece);
  }
  bar.setAttribute("role", "img");
  bar.setAttribute("aria-label", amount(docs.n_sections[i], "section") + " by topic");
  return bar;
}

// In a long document, consecutive sections with the same topic share one segment.
function mergedSegments(start, end) {
  const crowded = end - start > 80;
  const anyTerms = secs.n_terms.slice(start, end).some((n) => n > 0);
  const segments = [];
  for (let s = start; s < end; s++) {
    const topic = secs.mix[s][0];
    const width = anyTerms ? secs.n_terms[s] : 1;
    const last = segments[segments.length - 1];
    if (topic === undefined || width === 0) continue;
    if (crowded && last && last.topic === topic) {
      last.width += width;
      last.title = "several sections · " + topicName(topic);
    } else {
      const title = [sectionName(s), topicName(topic), percent(secs.mix[s][1])].join(" · ");
      segments.push({ topic, width, title });
    }
  }
  return segments;
}

function clusterName(cluster) {
  return cluster < 0 ? clusters.none.label : cluster + " " + clusters.labels[cluster];
}

function clusterColour(cluster) {
  return cluster < 0 ? clusters.none.colour : clusters.colours[cluster];
}

function clusterSwatch(cluster) {
  const element = make("span", "swatch");
  element.style.background = clusterColour(cluster);
  return element;
}

// The name of a row's cluster; it leads to the cluster, if it is one.
function clusterLink(cluster) {
  if (cluster === null) return make("span", "muted", "–");
  const parts = [clusterSwatch(cluster), prose("span", "", clusterName(cluster))];
  return cluster < 0 ? make("span", "part", ...parts) : link("cluster-" + cluster, ...parts);
}

// Where sections were clustered, a document is in the clusters of all of its sections.
function isInCluster(i, cluster) {
  if (clusters.level === "document") return docs.cluster[i] === cluster;
  return secs.cluster.slice(docs.start[i], docs.end[i]).includes(cluster);
}

function fillTopicList(select) {
  data.topics.forEach((_, topic) => {
    const option = make("option", "", topicName(topic));
    option.value = String(topic);
    select.append(option);
  });
  select.addEventListener("change", () => change({ topic: Number(select.value) }));
  onChange.push((now) => {
    select.value = String(now.topic);
  });
}

function fillClusterList(select) {
  const isNoise = (cluster) => cluster === -1;
  const numbers = clusters.labels.map((_, cluster) => cluster);
  if (docs.cluster.some(isNoise) || secs.cluster.some(isNoise)) numbers.push(-1);
  for (const cluster of numbers) {
    const option = make("option", "", clusterName(cluster));
    option.value = String(cluster);
    select.append(option);
  }
  select.addEventListener("change", () => {
    change({ cluster: select.value === "all" ? null : Number(select.value) });
  });
  onChange.push((now) => {
    select.value = now.cluster === null ? "all" : String(now.cluster);
  });
}
