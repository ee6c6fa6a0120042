// The table of clusters, with its search, and the way from a document to its cluster.

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

// The name of a row's cluster; it leads to the cluster in the table, if it is one.
function clusterLink(cluster) {
  if (cluster === null) return make("span", "muted", "–");
  const label = prose("span", "", clusterName(cluster));
  if (cluster < 0) return make("span", "part", clusterSwatch(cluster), label);
  const button = make("button", "to-cluster", clusterSwatch(cluster), label);
  button.type = "button";
  button.title = "Show this cluster in the table of clusters";
  button.addEventListener("click", (event) => {
    event.stopPropagation(); // the row itself opens and closes
    showCluster(cluster);
  });
  return button;
}

// Where sections were clustered, a document is in the clusters of all of its sections.
function isInCluster(i, cluster) {
  if (clusters.level === "document") return docs.cluster[i] === cluster;
  return secs.cluster.slice(docs.start[i], docs.end[i]).includes(cluster);
}

function clusterWords(cluster) {
  const name = cluster < 0 ? clusters.none.label : "cluster " + clusterName(cluster);
  return (clusters.level === "document" ? "in " : "with sections in ") + name;
}

function clusterRow(cluster) {
  return document.querySelector(`button.cluster[data-cluster="${cluster}"]`).closest("tr");
}

function showCluster(cluster) {
  const row = clusterRow(cluster);
  if (row.hidden) {
    byId("cluster-search").value = "";
    searchClusters();
  }
  row.scrollIntoView({ block: "center" });
  row.querySelector("button.cluster").focus({ preventScroll: true });
}

function chooseCluster(cluster) {
  change({ cluster: cluster === state.cluster ? null : cluster });
}

function searchClusters() {
  const words = wordsOf(byId("cluster-search").value);
  let n = 0;
  for (const row of byId("clusters").tBodies[0].rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
    n += !row.hidden;
  }
  const all = clusters.labels.length;
  byId("cluster-status").textContent = words.length ? `${n} of ${all} clusters` : "";
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
}

function drawClusterState() {
  const value = state.cluster === null ? "all" : String(state.cluster);
  byId("table-cluster").value = value;
  const onMap = byId("map-cluster");
  if (onMap) onMap.value = value;
  for (const button of document.querySelectorAll("button.cluster")) {
    const chosen = Number(button.dataset.cluster) === state.cluster;
    button.setAttribute("aria-pressed", String(chosen));
    button.closest("tr").classList.toggle("chosen", chosen);
  }
}

if (clusters) {
  fillClusterList(byId("table-cluster"));
  for (const button of document.querySelectorAll("button.cluster")) {
    button.addEventListener("click", () => chooseCluster(Number(button.dataset.cluster)));
  }
  for (const button of document.querySelectorAll("button.to-document")) {
    button.addEventListener("click", () => showDocument(Number(button.dataset.document)));
  }
  byId("cluster-search").addEventListener("input", searchClusters);
  listenToSorting(byId("clusters"));
  onChange.push(drawClusterState);
}
