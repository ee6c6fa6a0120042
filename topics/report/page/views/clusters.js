// The table of clusters with its search, and the view of one cluster.

function searchClusters() {
  const words = wordsOf(byId("cluster-search").value);
  let n = 0;
  for (const row of byId("clusters-table").tBodies[0].rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
    n += !row.hidden;
  }
  const all = clusters.labels.length;
  byId("cluster-status").textContent = words.length ? `${n} of ${all} clusters` : "";
}

function startClusters() {
  byId("cluster-search").addEventListener("input", searchClusters);
  listenToSorting(byId("clusters-table"));
}

function showCluster(argument) {
  const cluster = /^\d+$/.test(argument) ? Number(argument) : -1;
  if (!clusters || !clusters.labels[cluster]) return null;
  byId("cluster-title").replaceChildren(
    clusterSwatch(cluster), prose("span", "", clusterName(cluster)));
  const links = make("p", "links");
  if (byId("map")) links.append(link("map?cluster=" + cluster, "On the map"), " · ");
  links.append(link("documents?cluster=" + cluster, "All of its documents"));
  const found = docs.id.map((_, i) => i).filter((i) => isInCluster(i, cluster));
  const rows = found.slice(0, BEST_DOCUMENTS).map((i) => make("li", "", documentLink(i)));
  byId("cluster-content").replaceChildren(
    links, make("h3", "", amount(found.length, "document")), make("ol", "best", ...rows));
  return "Cluster " + clusterName(cluster);
}

addView("clusters", { first: startClusters });
addView("cluster", { show: showCluster });
