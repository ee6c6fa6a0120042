// Runs the scripts of a report without a browser: node node_page.js REPORT.html [TOPIC [CLUSTER]]
// Elements are stand-ins that keep text, children and handlers; what the scripts put into the table
// of documents is printed as JSON.
"use strict";
const source = require("node:fs").readFileSync(process.argv[2], "utf8");
const [, json] = source.match(/<script type="application\/json" id="data">(.*?)<\/script>/s);
const [, scripts] = source.match(/<script>\n(.*)<\/script>/s);

function element(tag) {
  const self = {
    tag, id: "", children: [], style: {}, dataset: {}, attributes: {}, handlers: {}, textContent: "",
    clientWidth: 1000, clientHeight: 500, tHead: { rows: [{ cells: [] }] }, tBodies: [{ rows: [] }],
    append: (...added) => self.children.push(...added),
    prepend: (...added) => self.children.unshift(...added),
    replaceChildren: (...added) => { self.children = added; },
    after: () => {},
    setAttribute: (name, value) => { self.attributes[name] = value; },
    getAttribute: (name) => self.attributes[name] || "",
    addEventListener: (name, handler) => { self.handlers[name] = handler; },
    classList: { add: () => {}, toggle: () => {} },
    querySelector: () => null,
    querySelectorAll: () => [],
    focus: () => {},
  };
  return self;
}

const byId = {};
const listeners = {};
const document = {
  title: "",
  documentElement: element("html"),
  body: element("body"),
  createElement: element,
  getElementById: (id) => {
    if (!byId[id] && source.includes(`id="${id}"`)) byId[id] = Object.assign(element(id), { id });
    return byId[id] || null;
  },
  querySelectorAll: () => [],
};
const location = {
  hash: "",
  replace: (hash) => visit(hash),
};
function visit(hash) {
  location.hash = hash;
  listeners.hashchange();
}
document.getElementById("data").textContent = json;
const page = {
  document,
  location,
  history: { state: { y: 0 } },
  window: {
    devicePixelRatio: 1,
    scrollTo: () => {},
    addEventListener: (name, handler) => { listeners[name] = handler; },
  },
  getComputedStyle: () => ({ color: "", fontFamily: "", backgroundColor: "" }),
  requestAnimationFrame: (draw) => draw(),
  ResizeObserver: class { observe() {} },
  matchMedia: () => ({ addEventListener: () => {} }),
  setTimeout, clearTimeout,
};
new Function(...Object.keys(page), scripts)(...Object.values(page));

visit("#documents");

// A second argument chooses a topic, as a reader would in the list above the table.
if (process.argv[4]) {
  byId["table-cluster"].value = process.argv[4];
  byId["table-cluster"].handlers.change();
} else if (process.argv[3]) {
  byId["table-topic"].value = process.argv[3];
  byId["table-topic"].handlers.change();
}

const text = (node) => (typeof node === "string" ? node : node.textContent + node.children.map(text).join(""));
const rows = byId.rows.children.map((row) => row.children.map(text));
const status = byId.status.textContent;
console.log(JSON.stringify({ rows, status }));
