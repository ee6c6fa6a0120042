// Views that the page has from the start and no script fills; then the first view is shown.

for (const name of ["overview", "time", "groups", "effects"]) addView(name);
startPage();
