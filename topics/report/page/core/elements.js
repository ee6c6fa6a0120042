"use strict";
// Elements of the page. Text from the data enters it only as text nodes, and links lead only to
// addresses inside the page.

function byId(id) {
  return document.getElementById(id);
}

function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

// Text of somebody's, in whatever direction it is written.
function prose(tag, className, text) {
  const element = make(tag, className, text);
  element.dir = "auto";
  return element;
}

function link(address, ...children) {
  const element = make("a", "", ...children);
  element.setAttribute("href", "#" + address);
  return element;
}

function button(className, text, onClick) {
  const element = make("button", className, text);
  element.type = "button";
  element.addEventListener("click", onClick);
  return element;
}

function headCell(name, className) {
  const cell = make("th", className, name);
  cell.scope = "col";
  return cell;
}

// A name of the page for a part that a script made, so that two parts never have the same one.
function region(name, ...children) {
  const element = make("div", "scroll", ...children);
  element.tabIndex = 0;
  element.setAttribute("role", "region");
  element.setAttribute("aria-label", name);
  return element;
}

// A share in ten-thousandths.
function percent(share) {
  const value = share / 100;
  return (value < 10 ? value.toFixed(1) : value.toFixed(0)) + "%";
}

function whole(number) {
  return number.toLocaleString("en");
}

function amount(number, noun) {
  return `${whole(number)} ${noun}${number === 1 ? "" : "s"}`;
}

// The page holds an empty picture, which knows the name space of its parts.
function emptyPicture() {
  return byId("blank-picture").content.firstElementChild;
}

function blankPicture(viewBox, words) {
  const picture = emptyPicture().cloneNode();
  picture.setAttribute("viewBox", viewBox);
  picture.setAttribute("aria-label", words);
  return picture;
}

function shape(tag, attributes) {
  const element = document.createElementNS(emptyPicture().namespaceURI, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}
