// The table of clusters, and the view of one cluster.

function startClusters() {
  addTools(byId("clusters-table"), "clusters");
}

function showCluster(argument) {
  const cluster = /^\d+$/.test(argument) ? Number(argument) : -1;
  if (!clusters || !clusters.labels[cluster]) return null;
  byId("cluster-title").replaceChildren(
    clusterSwatch(cluster), prose("span", "", clusterName(cluster)));
  const links = make("p", "links");
  if (cluster > 0) links.append(link("cluster-" + (cluster - 1), "← ", prose("span", "", clusterName(cluster - 1))));
  if (clusters.labels[cluster + 1]) {
    links.append(link("cluster-" + (cluster + 1), prose("span", "", clusterName(cluster + 1)), " →"));
  }
  if (byId("map")) links.append(link("map?cluster=" + cluster, "On the map"));
  links.append(link("documents?cluster=" + cluster, "All of its documents"));
  const found = docs.id.map((_, i) => i).filter((i) => isInCluster(i, cluster));
  const rows = found.slice(0, BEST_DOCUMENTS).map((i) => make("li", "", documentLink(i), strip(i)));
  byId("cluster-content").replaceChildren(
    links, clusterFacts(cluster),
    make("h3", "", found.length > rows.length
      ? `The first ${rows.length} of ${amount(found.length, "document")}`
      : amount(found.length, "document")),
    make("ol", "best", ...rows));
  return "Cluster " + clusterName(cluster);
}

// What the table of clusters says of it.
function clusterFacts(cluster) {
  const table = byId("clusters-table");
  const names = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  const row = byId("clusters-table").querySelector(`a[data-cluster="${cluster}"]`).closest("tr");
  const facts = make("dl", "plain-facts");
  [...row.cells].slice(2).forEach((cell, n) => {
    const value = make("dd", "");
    value.dir = "auto";
    value.append(...[...cell.childNodes].map((node) => node.cloneNode(true)));
    for (const bar of value.querySelectorAll(".bar")) bar.remove();
    facts.append(make("dt", "", names[n + 2]), value);
  });
  return facts;
}

addView("clusters", { first: startClusters });
addView("cluster", { show: showCluster });
