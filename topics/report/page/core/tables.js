// Tables that sort when a heading is pressed.

function sortTable(table, header, column) {
  const body = table.tBodies[0];
  const order = header.getAttribute("aria-sort") === "descending" ? "ascending" : "descending";
  const key = (row) => row.cells[column].dataset.value || row.cells[column].textContent.trim();
  const sign = order === "ascending" ? 1 : -1;
  const sortedRows = [...body.rows].sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    const difference = Number(x.replace(/,/g, "")) - Number(y.replace(/,/g, ""));
    return sign * (Number.isNaN(difference) ? collator.compare(x, y) : difference);
  });
  body.append(...sortedRows);
  for (const other of header.parentElement.cells) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", order);
}

function listenToSorting(table) {
  for (const header of table.tHead.rows[0].cells) {
    const press = header.querySelector("button");
    if (press) press.addEventListener("click", () => sortTable(table, header, header.cellIndex));
  }
}
