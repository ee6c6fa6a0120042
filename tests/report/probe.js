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

// What a reader does, one step after the other, with what can be seen after each.
const seen = {};
const count = (selector) => document.querySelectorAll(selector).length;
const text = (id) => document.getElementById(id)?.textContent;
const press = (selector) => document.querySelector(selector).click();

const steps = [
  () => { location.hash = "#map"; },
  () => { location.hash = "#documents"; },
  () => {
    probe.rows = count("#rows tr.document");
    press("#rows td.title a");
  },
  () => {
    seen.title = document.title;
    probe.areas = count("figure.flow polygon");
    probe.flow = document.querySelector("figure.flow figcaption")?.textContent;
    probe.sections = count("table.sections tbody tr");
    location.hash = "#topics";
  },
  () => press("#topics-table a.topic"),
  () => {
    seen.topic = text("topic-title");
    location.hash = "#documents?topic=0";
  },
  () => {
    probe.rowsOfTopic = count("#rows tr.document");
    probe.status = text("status");
    if (document.getElementById("clusters")) location.hash = "#map";
  },
  () => {
    if (!document.getElementById("clusters")) return;
    document.getElementById("colour-by-cluster").click();
    seen.canvas = document.getElementById("map-canvas").getAttribute("aria-label");
    location.hash = "#clusters";
  },
  () => {
    if (!document.getElementById("clusters")) return;
    const search = document.getElementById("cluster-search");
    search.value = "COURT";
    search.dispatchEvent(new Event("input"));
    seen.found = count("#clusters-table tbody tr:not([hidden])");
    seen.searchStatus = text("cluster-status");
    press("#clusters-table .representatives a");
  },
  () => {
    if (!document.getElementById("clusters")) return;
    seen.opened = text("document-title");
    press("#document-content a[href^='#cluster']");
  },
  () => {
    seen.cluster = text("cluster-title");
    if (document.getElementById("clusters")) location.hash = "#documents?cluster=1";
  },
  () => { seen.listed = text("status"); },
];

function notePixels(canvas) {
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  probe.painted = pixels.filter((value, i) => i % 4 === 3 && value > 0).length;
  probe.size = [canvas.clientWidth, canvas.clientHeight];
}

function finish() {
  probe.requests = performance.getEntriesByType("resource").map((entry) => entry.name);
  probe.seen = seen;
  const notes = document.createElement("pre");
  notes.id = "probe";
  notes.textContent = JSON.stringify(probe);
  document.body.append(notes);
}

window.addEventListener("load", () => {
  let [next, attempts, drawn] = [0, 0, 0];
  const canvas = document.getElementById("map-canvas");
  const timer = setInterval(() => {
    attempts += 1;
    drawn += probe.arcs > 0;
    // The map is drawn in a frame of its own, which a busy machine may give late.
    if (next === 1 && canvas && attempts < 100 && drawn < 3) return;
    if (next === 1 && canvas) notePixels(canvas);
    if (next < steps.length) steps[next++]();
    else {
      clearInterval(timer);
      finish();
    }
  }, 100);
});
