// Views that the page has from the start and no script fills; then the first view is shown.

function startTools(section) {
  for (const table of byId(section)?.querySelectorAll("table.tools-wanted") || []) {
    addTools(table, table.parentElement.getAttribute("aria-label").toLowerCase());
  }
}

for (const name of ["overview", "time", "groups", "effects"]) {
  addView(name, { first: () => startTools(name) });
}
startPage();
