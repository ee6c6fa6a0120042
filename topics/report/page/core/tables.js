// Tables that sort when a heading is pressed, that can be filtered, and copied as CSV.

const FEW_ROWS = 8; // shorter tables need no filter

// What a cell is sorted by: its own words, without the interval or the remark below them.
function sortKey(row, column) {
  const cell = row.cells[column];
  const isBelow = (node) => node.classList?.contains("interval-text") || node.classList?.contains("marks");
  const words = [...cell.childNodes].filter((node) => !isBelow(node));
  return cell.dataset.value || words.map((node) => node.textContent).join("").trim();
}

function asNumber(text) {
  const plain = text.replace(/[,\s%×▲▼]/g, "").replace("−", "-");
  return plain === "" || plain === "–" ? NaN : Number(plain);
}

// Numbers by size, others by the alphabet; rows without a number come last.
function sortTable(table, header, column) {
  const body = table.tBodies[0];
  const order = header.getAttribute("aria-sort") === "descending" ? "ascending" : "descending";
  const sign = order === "ascending" ? 1 : -1;
  const rows = [...body.rows].map((row) => {
    const text = sortKey(row, column);
    return { row, text, number: asNumber(text) };
  });
  const numeric = rows.some(({ number }) => !Number.isNaN(number));
  rows.sort((a, b) => {
    if (!numeric) return sign * collator.compare(a.text, b.text);
    const [first, second] = [Number.isNaN(a.number), Number.isNaN(b.number)];
    if (first || second) return first - second;
    return sign * (a.number - b.number);
  });
  body.append(...rows.map(({ row }) => row));
  for (const other of header.parentElement.cells) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", order);
}

function listenToSorting(table) {
  for (const header of table.tHead.rows[0].cells) {
    let press = header.querySelector("button");
    if (!press) {
      press = make("button", "", ...header.childNodes);
      press.type = "button";
      header.append(press);
    }
    press.addEventListener("click", () => sortTable(table, header, header.cellIndex));
  }
}

// Names that are below each other on the page are apart in CSV, and so are a number and its
// interval.
function cellText(cell) {
  const parts = cell.querySelectorAll(":scope > .part");
  const text = parts.length
    ? [...parts].map((part) => part.textContent.trim()).join("; ")
    : [...cell.childNodes].map((node) => node.textContent).join(" ");
  return cell.dataset.csv ?? cell.dataset.value ?? text.replace(/\s+/g, " ").trim();
}

// The rows that are shown, after the headings.
function tableRows(table) {
  const rows = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  const shown = [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => !row.hidden);
  return [rows, ...shown.map((row) => [...row.cells].map(cellText))];
}

function filterTable(table, text, status) {
  const words = wordsOf(text);
  let n = 0;
  for (const row of table.tBodies[0].rows) {
    const content = row.textContent.toLowerCase();
    row.hidden = !words.every((word) => content.includes(word));
    n += !row.hidden;
  }
  const all = table.tBodies[0].rows.length;
  status.textContent = words.length ? `${whole(n)} of ${amount(all, "row")}` : "";
}

// Puts a filter and a button to copy before a table, and makes it sort.
function addTools(table, name, { sorts = true } = {}) {
  if (sorts) listenToSorting(table);
  const status = make("span", "hint");
  status.setAttribute("role", "status");
  const tools = make("div", "controls tools");
  if (sorts && table.tBodies[0].rows.length > FEW_ROWS) {
    const field = make("input");
    field.type = "search";
    field.autocomplete = "off";
    field.setAttribute("aria-label", "Filter: " + name);
    field.placeholder = "Filter";
    field.addEventListener("input", () => filterTable(table, field.value, status));
    tools.append(field);
  }
  const copy = button("", "Copy as CSV", () => copyCsv(tableRows(table), status));
  copy.setAttribute("aria-label", "Copy as CSV: " + name);
  tools.append(copy, status);
  const frame = table.parentElement.classList.contains("scroll") ? table.parentElement : table;
  frame.before(tools);
}
