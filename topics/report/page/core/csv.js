// Tables as CSV for the clipboard.

// Characters at which a spreadsheet may start a formula, as topics/storage/tables.py has them.
const RISKY = /^[=+\-@\t\r\n'\uff1d\uff0b\uff0d\uff20\ufeff]/;
const NUMBER = /^-?\d[\d.]*$/;

// Lines of CSV. A cell that starts like a formula gets a leading apostrophe, unless it is a number.
function csvOf(rows) {
  const cell = (value) => {
    const text = String(value ?? "");
    const safe = RISKY.test(text) && !NUMBER.test(text) ? "'" + text : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  };
  return rows.map((row) => row.map(cell).join(",") + "\n").join("");
}

// Copies rows, the first of which are the names of the columns, and says so in the status.
async function copyCsv(rows, status) {
  const copied = await copyText(csvOf(rows));
  status.textContent = copied
    ? `Copied ${amount(rows.length - 1, "row")} as CSV.`
    : "The browser did not allow copying.";
}

async function copyText(text) {
  if (navigator.clipboard) {
    const done = await navigator.clipboard.writeText(text).then(() => true, () => false);
    if (done) return true;
  }
  // Browsers that forbid the clipboard to a file still copy what is selected in a field.
  const field = make("textarea", "off-screen");
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}
