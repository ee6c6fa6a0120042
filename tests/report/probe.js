// Runs before the page's own scripts and notes what they draw and what goes wrong. After the
// page has loaded, the notes are written into the page, where --dump-dom shows them.
const probe = { errors: [], numbers: [], arcs: 0 };
window.addEventListener("error", (event) => probe.errors.push(event.message));
window.addEventListener("unhandledrejection", (event) => probe.errors.push(String(event.reason)));
document.addEventListener("securitypolicyviolation", (event) => probe.errors.push(event.blockedURI));
for (const name of ["error", "warn"]) {
  console[name] = (...values) => probe.errors.push(values.join(" "));
}
const pen = CanvasRenderingContext2D.prototype;
const { fillText, arc } = pen;
pen.fillText = function (text, x, y) {
  probe.numbers.push([text, Math.round(x), Math.round(y)]);
  fillText.call(this, text, x, y);
};
pen.arc = function (...values) {
  probe.arcs += 1;
  arc.apply(this, values);
};

// A canvas whose pixels are read is kept in memory; read from elsewhere it is empty now and then.
const { getContext } = HTMLCanvasElement.prototype;
HTMLCanvasElement.prototype.getContext = function (kind) {
  return getContext.call(this, kind, { willReadFrequently: true });
};

// What a reader does with clusters: colour the map, search, open a document, go to its cluster.
function useClusters() {
  const count = (selector) => document.querySelectorAll(selector).length;
  const notes = {};
  document.getElementById("colour-by-cluster").click();
  const search = document.getElementById("cluster-search");
  search.value = "COURT";
  search.dispatchEvent(new Event("input"));
  notes.found = count("#clusters tbody tr:not([hidden])");
  notes.searchStatus = document.getElementById("cluster-status").textContent;
  document.querySelector("button.to-document").click();
  notes.opened = document.getElementById("status").textContent;
  document.querySelector("#rows td.cluster button.to-cluster").click();
  notes.focus = document.activeElement.dataset.cluster;
  notes.shown = count("#clusters tbody tr:not([hidden])");
  document.querySelector('button.cluster[data-cluster="1"]').click();
  notes.listed = document.getElementById("status").textContent;
  notes.pressed = count('button.cluster[aria-pressed="true"]');
  notes.canvas = document.getElementById("map").getAttribute("aria-label");
  document.getElementById("reset").click();
  return notes;
}

function visibleRows() {
  return document.querySelectorAll("#rows tr.document").length;
}

window.addEventListener("load", () => {
  let [attempts, drawn] = [0, 0];
  const timer = setInterval(() => {
    const canvas = document.getElementById("map");
    attempts += 1;
    drawn += probe.arcs > 0;
    // The map is drawn in a frame of its own, which a busy machine may give late.
    if (canvas && attempts < 100 && drawn < 3) return;
    clearInterval(timer);
    if (canvas) {
      const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
      probe.painted = pixels.filter((value, i) => i % 4 === 3 && value > 0).length;
      probe.size = [canvas.clientWidth, canvas.clientHeight];
    }
    probe.requests = performance.getEntriesByType("resource").map((entry) => entry.name);
    probe.rows = visibleRows();
    document.querySelector("#rows button.open").click();
    probe.areas = document.querySelectorAll("tr.details figure.flow polygon").length;
    probe.flow = document.querySelector("tr.details figure.flow figcaption")?.textContent;
    probe.sections = document.querySelectorAll("tr.details tbody tr").length;
    document.querySelector("button.topic").click();
    probe.rowsOfTopic = visibleRows();
    probe.status = document.getElementById("status").textContent;
    if (document.getElementById("clusters")) probe.clusters = useClusters();
    const notes = document.createElement("pre");
    notes.id = "probe";
    notes.textContent = JSON.stringify(probe);
    document.body.append(notes);
  }, 100);
});
