// What the page shows now. Whatever depends on it listens in `onChange`.

// A topic of -1 and a cluster of null are all of them; a cluster of -1 is that of no cluster.
const state = { view: "overview", argument: "", topic: -1, cluster: null };
const onChange = []; // functions to call with the state when it has changed

function change(update) {
  Object.assign(state, update);
  for (const listener of onChange) listener(state);
}
