// @ts-check
/**
 * Putting labels under themes quickly: dragging with a mouse or a finger, keys, a box with all themes, and undoing the last move.
 * All of it is an extra: "Put under…" leads to a page of its own that needs no scripts.
 *
 * Every move fills in the form `#sort` and sends it the way of every `form[data-live]`. Nothing moves before the server says so.
 */
const HOLD_MS = 300; // a finger that rests: a quicker one wants to scroll
const SLIP_PX = 10;
const EDGE_PX = 60; // near an edge a drag scrolls
const MOVES_KEPT = 50;

/** @typedef {{label: string, theme: string, on: string, out_of: string, say: string}} Move */

/** @param {EventTarget | null} target @param {string} query @returns {any} */
const near = (target, query) => target instanceof Element && target.closest(query);
/** @param {string} id @returns {any} */
const byId = (id) => document.getElementById(id);

const list = byId("desk-theme-list");
const sort = byId("sort");
const box = byId("put");
/** @type {Move[]} what would undo this page's moves, the last one last */
const undo = [];

/** @param {string} theme */
const titleOf = (theme) =>
  byId("desk-keys")?.querySelector(`[data-to="${theme}"] .put__title`)?.textContent ?? "a theme";
/** @param {any} card */
const textOf = (card) => card.querySelector(".tag__text").lastChild.textContent.trim();
/** @param {any} card */
const hereOf = (card) => card.closest("[data-theme]").dataset.theme;
/** @param {string} label @param {string} theme */
const stands = (label, theme) => Boolean(byId(`desk-theme-${theme}-label-${label}`));

/** @param {string} text */
function tell(text) {
  byId("moved").textContent = text;
  byId("undo").disabled = !undo.length;
}

/** What comes on top of a list waits behind a button; not what somebody here has just taken back. */
let expected = "";

/** @param {Move} move */
function expect({ label, theme, on }) {
  const loose = byId("desk-theme-0-labels");
  const others = [...list.querySelectorAll(`[data-label="${label}"]`)].filter((card) => hereOf(card) !== theme);
  if (on === "yes" || others.length || !loose) return;
  expected = `desk-theme-0-label-${label}`;
  delete loose.dataset.holdNew;
}

let sent = 0;

/** @param {Move} move */
function send({ label, theme, on, out_of, say }) {
  const fields = sort.elements;
  [fields.label.value, fields.theme.value, fields.on.value, fields.out_of.value] = [label, theme, on, out_of];
  // No move is a second tap of another one, though it may say the same: there, back, and there again.
  fields.move.value = String(++sent);
  sort.words = () => `${sent}. ${say}`;
  expect({ label, theme, on, out_of, say });
  sort.requestSubmit();
}

/** @param {Move} move @param {Move} back */
function make(move, back) {
  undo.push(back);
  if (undo.length > MOVES_KEPT) undo.shift();
  send(move);
  tell(move.say);
}

/** @param {any} card @param {string} theme @param {boolean} [also]  stay where it stands, too */
function put(card, theme, also) {
  const label = card.dataset.label;
  const here = also ? "0" : hereOf(card);
  const words = `“${textOf(card)}”`;
  if (stands(label, theme)) return tell(`${words} stands under “${titleOf(theme)}” already.`);
  const move = { label, theme, on: "yes", out_of: here, say: `${words} is put under “${titleOf(theme)}”.` };
  const back =
    here === "0"
      ? { label, theme, on: "no", out_of: "0", say: `${words} is taken from “${titleOf(theme)}” again.` }
      : { label, theme: here, on: "yes", out_of: theme, say: `${words} is back under “${titleOf(here)}”.` };
  make(move, back);
}

/** @param {any} card @param {string} theme */
function take(card, theme) {
  const label = card.dataset.label;
  const words = `“${textOf(card)}”`;
  make(
    { label, theme, on: "no", out_of: "0", say: `${words} is taken from “${titleOf(theme)}”.` },
    { label, theme, on: "yes", out_of: "0", say: `${words} is back under “${titleOf(theme)}”.` },
  );
}

function undoLast() {
  const back = undo.pop();
  if (!back) return;
  send(back);
  tell(back.say);
}

/** @param {any} card @param {any} column @param {boolean} also */
function drop(card, column, also) {
  const [from, to] = [hereOf(card), column.dataset.theme];
  if (from === to) return;
  if (to !== "0") put(card, to, also);
  else take(card, from);
}

// ---- A box with all themes --------------------------------------------------------------------------------------------

/** @type {any} the card that the box is about */
let boxed = null;
/** Where it stood when the box was opened. @type {{labels: any, place: number}} */
let boxedAt = { labels: null, place: 0 };

function mark() {
  for (const button of box.querySelectorAll("[data-to]"))
    button.setAttribute("aria-pressed", String(stands(boxed.dataset.label, button.dataset.to)));
}

/** The box is closed: the keys go on at its card or, where that has left its column, at the next one there. */
function unbox() {
  const cards = boxedAt.labels.querySelectorAll("[data-label]");
  focusOn(boxed.isConnected ? boxed : cards[Math.min(boxedAt.place, cards.length - 1)]);
}

/** @param {any} button */
function toggle(button) {
  const theme = button.dataset.to;
  const pressed = button.getAttribute("aria-pressed") === "true";
  // Another column's card of this label may have come in its place.
  if (pressed) take(boxed, theme);
  else put(boxed, theme, true);
  button.setAttribute("aria-pressed", String(!pressed));
}

// ---- Keys -------------------------------------------------------------------------------------------------------------

/** Where the focus goes on when a card has left its column. @type {{labels: any, place: number, card: any} | null} */
let leaving = null;

/** @param {any} card */
const focusOn = (card) => card?.querySelector("[data-put]")?.focus();

/** @param {any} card @param {string} key */
function walk(card, key) {
  const columns = [...list.querySelectorAll("[data-theme]")];
  const cards = (/** @type {any} */ column) => [...column.querySelectorAll("[data-label]")];
  if (key === "ArrowDown") return focusOn(card.nextElementSibling);
  if (key === "ArrowUp") return focusOn(card.previousElementSibling);
  const filled = columns.filter((column) => cards(column).length || column.contains(card));
  const step = key === "ArrowRight" ? 1 : -1;
  return focusOn(cards(filled[filled.indexOf(card.closest("[data-theme]")) + step] ?? card.parentElement)[0]);
}

/** @param {any} event */
function onKey(event) {
  if (event.altKey || event.metaKey || near(event.target, "input,select,textarea")) return;
  if (event.ctrlKey) {
    if (event.key !== "z" || event.shiftKey || !undo.length) return;
    event.preventDefault();
    return undoLast();
  }
  if (box.open) {
    const button = box.querySelector(`[data-key="${event.key}"]`);
    if (button) toggle(button);
    return;
  }
  const card = near(event.target, "[data-label]");
  if (!card) return;
  if (/^Arrow/.test(event.key)) {
    event.preventDefault();
    return walk(card, event.key);
  }
  if (!/^[0-9]$/.test(event.key)) return;
  const here = hereOf(card);
  const labels = card.parentElement;
  const next = { labels, place: [...labels.children].indexOf(card), card };
  if (event.key === "0") {
    if (here === "0") return;
    leaving = next;
    return take(card, here);
  }
  const theme = byId("desk-keys").querySelector(`[data-key="${event.key}"]`)?.dataset.to;
  if (!theme) return tell(`There is no theme ${event.key}.`);
  if (!stands(card.dataset.label, theme)) leaving = next;
  return put(card, theme);
}

function changed() {
  if (box.open) mark();
  if (expected && byId(expected)) {
    byId(expected).parentElement.dataset.holdNew = "";
    expected = "";
  }
  if (!leaving || leaving.card.isConnected) return;
  const { labels, place } = leaving;
  leaving = null;
  const cards = labels.querySelectorAll("[data-label]");
  focusOn(cards[Math.min(place, cards.length - 1)]);
}

// ---- Dragging ---------------------------------------------------------------------------------------------------------

/** @type {any} */
let dragged = null;
/** @type {any} */
let over = null;

/** @param {any} column */
function hover(column) {
  if (column === over) return;
  over?.removeAttribute("data-drop-here");
  over = column;
  over?.setAttribute("data-drop-here", "");
}

/** @param {any} card */
function begin(card) {
  dragged = card;
  card.dataset.dragging = "";
}

/** @param {boolean} [dropped] @param {boolean} [also] */
function end(dropped, also) {
  if (dropped && dragged?.isConnected && over) drop(dragged, over, Boolean(also));
  for (const card of document.querySelectorAll("[data-dragging]")) card.removeAttribute("data-dragging");
  hover(null);
  dragged = null;
}

/** @param {number} x @param {number} y */
function scrollAtEdges(x, y) {
  const step = 16;
  const { left, right } = list.getBoundingClientRect();
  if (x > right - EDGE_PX) list.scrollLeft += step;
  if (x < left + EDGE_PX) list.scrollLeft -= step;
  if (y > innerHeight - EDGE_PX) scrollBy(0, step);
  if (y < EDGE_PX) scrollBy(0, -step);
}

function listenForDrags() {
  // A mouse: the browser's own drag and drop. Only once a mouse is seen, because Android starts it under a finger, too.
  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType === "mouse") near(target, "[data-label]")?.setAttribute("draggable", "true");
  });
  document.addEventListener("dragstart", (event) => {
    const card = near(event.target, "[data-label]");
    if (!card) return;
    begin(card);
    event.dataTransfer?.setData("text/plain", card.dataset.label); // Firefox drags nothing without it
  });
  document.addEventListener("dragover", (event) => {
    if (!dragged) return;
    hover(near(event.target, "[data-theme]") || null);
    if (over) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    end(true, event.ctrlKey);
  });
  document.addEventListener("dragend", () => end());

  // A finger: touch screens have no drag and drop. Hold, then move.
  let timer = 0;
  let from = { x: 0, y: 0 };
  document.addEventListener("touchstart", (event) => {
    const card = near(event.target, "[data-label]");
    clearTimeout(timer);
    if (!card || event.touches.length > 1 || near(event.target, "button,a,summary")) return;
    from = { x: event.touches[0].clientX, y: event.touches[0].clientY };
    timer = setTimeout(() => begin(card), HOLD_MS);
  });
  document.addEventListener(
    "touchmove",
    (event) => {
      const { clientX: x, clientY: y } = event.touches[0];
      if (!dragged) {
        if (Math.hypot(x - from.x, y - from.y) > SLIP_PX) clearTimeout(timer);
        return;
      }
      event.preventDefault();
      scrollAtEdges(x, y);
      hover(near(document.elementFromPoint(x, y), "[data-theme]") || null);
    },
    { passive: false }, // or the page would scroll away under the card
  );
  document.addEventListener("touchend", () => {
    clearTimeout(timer);
    if (dragged) end(true);
  });
  document.addEventListener("touchcancel", () => {
    clearTimeout(timer);
    end();
  });
}

// ---- One label with all that it can stand under -----------------------------------------------------------------------

/** @param {any} keys  the part of the page in which keys work */
function listenForKeysIn(keys) {
  keys.querySelector("[data-keys-help]").hidden = false;
  keys.focus({ preventScroll: true });
  keys.addEventListener("keydown", (/** @type {any} */ event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (/^[1-9]$/.test(event.key)) keys.querySelector(`[data-key="${event.key}"]`)?.click();
    else if (event.key === "ArrowRight") keys.querySelector("[rel=next]")?.click();
    else if (event.key === "ArrowLeft") keys.querySelector("[rel=prev]")?.click();
  });
}

if (list) {
  byId("moves").hidden = false;
  byId("undo").addEventListener("click", undoLast);
  box.addEventListener("close", unbox);
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    const link = near(event.target, "[data-put]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      boxed = link.closest("[data-label]");
      boxedAt = { labels: boxed.parentElement, place: [...boxed.parentElement.children].indexOf(boxed) };
      byId("put-text").textContent = `“${textOf(boxed)}”`;
      mark();
      box.showModal();
    }
    const button = near(event.target, "#put [data-to]");
    if (button) toggle(button);
  });
  new MutationObserver(changed).observe(list, { childList: true, subtree: true });
  listenForDrags();
}
const keys = document.querySelector("[data-keys]");
if (keys) listenForKeysIn(keys);
