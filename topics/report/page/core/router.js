// The address behind # says which view is shown: #topics, #topic-7, #documents?topic=7.

// By name of the view: the entry of the navigation that it belongs to.
const PARENTS = { topic: "topics", cluster: "clusters", document: "documents" };
// Views in which a topic and a cluster can be chosen; the address keeps them.
const CHOOSING = new Set(["map", "documents"]);
const pageTitle = document.title;
const views = new Map(); // name to { section, first, show, target, started }
let routed = null; // the address that is shown

// Registers what fills a view. `first` is called once, when the view is shown for the first time
// and has a size; `show` on every change of the address, with the argument and the parameters. It
// returns the title of the view if that depends on them, and null if there is nothing to show.
// `target` gives the part of the shown view that the address means, if it means one.
// `print` draws what the view would draw later, as paper is filled at once.
function addView(name, { first, show, target, print } = {}) {
  const section = byId(name);
  if (section) views.set(name, { section, first, show, target, print });
}

function goTo(address) {
  if (location.hash === "#" + address) route();
  else location.hash = "#" + address;
}

function placeOf(hash) {
  const [path, query] = hash.replace(/^#/, "").split("?");
  const [, name, argument] = path.match(/^([a-z]*)(?:-(.*))?$/) || [null, path, ""];
  return { name, argument: decoded(argument || ""), params: new URLSearchParams(query || "") };
}

// As it is if it is no address that a browser wrote, such as %FF, which is no character.
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function numberIn(params, name) {
  return /^-?\d+$/.test(params.get(name) || "") ? Number(params.get(name)) : null;
}

// The topic and the cluster that an address chooses, if the run has them.
function chosenIn(params) {
  const topic = numberIn(params, "topic");
  const cluster = numberIn(params, "cluster");
  return {
    topic: topic !== null && data.topics[topic] ? topic : -1,
    cluster: clusters && (cluster === -1 || clusters.labels[cluster]) ? cluster : null,
  };
}

function route() {
  routed = location.hash;
  const place = placeOf(location.hash);
  let view = views.get(place.name);
  const moved = place.name !== state.view || place.argument !== state.argument
    || place.params.has("section");
  let title = view ? begin(place, view) : null;
  if (moved) say("");
  if (title === null) {
    if (place.name) say(`This report has nothing at #${place.name}; here is the overview.`);
    [place.name, place.argument] = ["overview", ""];
    view = views.get("overview");
    title = headingOf(view).textContent;
  }
  document.title = `${title} · ${pageTitle}`;
  for (const [name, other] of views) other.section.classList.toggle("current", name === place.name);
  const entry = PARENTS[place.name] || place.name;
  for (const item of byId("navigation").querySelectorAll("a")) {
    if (item.dataset.view === entry) item.setAttribute("aria-current", "page");
    else item.removeAttribute("aria-current");
  }
  startView(view);
  const chosen = CHOOSING.has(place.name) ? chosenIn(place.params) : {};
  change({ view: place.name, argument: place.argument, ...chosen });
  return moved ? view : null;
}

function startView(view) {
  if (view.started) return;
  view.started = true;
  view.first?.();
}

function headingOf(view) {
  return byId(view.section.id + "-title");
}

// Fills a view; its title, or null if there is nothing to show.
function begin(place, view) {
  const title = view.show?.(place.argument, place.params);
  return title === undefined ? headingOf(view).textContent : title;
}

function say(text) {
  byId("announcement").textContent = text;
}

// After a step the heading of the view has the focus, and its top is in sight. Steps back come to
// where the reader was.
function step() {
  const view = route();
  if (!view) return;
  const heading = headingOf(view);
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  const top = byId("main").offsetTop - byId("navigation").offsetHeight;
  window.scrollTo(0, history.state?.y ?? Math.min(window.scrollY, top));
  const entry = byId("navigation").querySelector("[aria-current]");
  entry?.scrollIntoView({ block: "nearest", inline: "nearest" });
  showTarget(view);
}

function showTarget(view) {
  const target = history.state ? null : view.target?.();
  if (!target) return;
  target.tabIndex = -1;
  target.scrollIntoView({ block: "start" });
  target.focus({ preventScroll: true });
}

// A topic or a cluster that is chosen in a view is part of its address.
function keepAddress() {
  if (!CHOOSING.has(state.view)) return;
  const parts = [];
  if (state.topic >= 0) parts.push("topic=" + state.topic);
  if (state.cluster !== null) parts.push("cluster=" + state.cluster);
  const address = state.view + (parts.length ? "?" + parts.join("&") : "");
  if (location.hash !== "#" + address) location.replace("#" + address);
}

function keepPlace() {
  let waiting = 0;
  history.scrollRestoration = "manual";
  window.addEventListener("scroll", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      // Between a step and its event the entry is already another one.
      if (location.hash === routed) history.replaceState({ y: window.scrollY }, "");
    }, 120);
  }, { passive: true });
}

// Print has every view, also those that nobody has looked at yet, with what is folded in, in light
// colours; a long list only if the reader has opened it. The class comes first: what is drawn needs a size and the colours of paper.
function prepareForPrint() {
  const folded = [];
  window.addEventListener("beforeprint", () => {
    document.documentElement.classList.add("printing");
    for (const view of views.values()) {
      if (view.section.classList.contains("dynamic")) continue;
      startView(view);
      view.print?.();
    }
    for (const part of document.querySelectorAll("details:not([open], .long)")) {
      folded.push(part);
      part.open = true;
    }
  });
  window.addEventListener("afterprint", () => {
    for (const part of folded.splice(0)) part.open = false;
    document.documentElement.classList.remove("printing");
    change({});
  });
}

// The last script of the page calls this when all views are registered.
function startPage() {
  document.documentElement.classList.add("routed");
  onChange.push(keepAddress);
  window.addEventListener("hashchange", step);
  keepPlace();
  prepareForPrint();
  route();
  window.scrollTo(0, history.state?.y ?? 0);
  showTarget(views.get(state.view));
}
