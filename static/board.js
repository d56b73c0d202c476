// @ts-check
/**
 * Dragging topics on the facilitator's board: an extra on top of the "Move to" controls, which do the same by keyboard.
 *
 * `[data-drag-topic="12"]` dropped on `[data-drop-cell="slot/room"]` fills in the form `#place` (topic, to) and sends
 * it. It goes the way of every `form[data-live]`, through its submit event; nothing moves before the board says so.
 */
const HOLD_MS = 300; // a finger that rests: a quicker one wants to scroll
const SLIP_PX = 10;

/** @param {EventTarget | null} target @param {string} query @returns {any} */
const near = (target, query) => target instanceof Element && target.closest(query);

let topic = "";
/** @type {any} */
let cell = null;

/** @param {any} card */
function begin(card) {
  topic = card.dataset.dragTopic;
  card.dataset.dragging = "";
}

/** @param {any} next */
function hover(next) {
  if (next === cell) return;
  cell?.removeAttribute("data-drop-here");
  cell = next;
  cell?.setAttribute("data-drop-here", "");
}

function end() {
  // A frame may have put a new card in the old one's place, so look for what is marked.
  for (const card of document.querySelectorAll("[data-dragging]")) card.removeAttribute("data-dragging");
  hover(null);
  topic = "";
}

function drop() {
  const form = /** @type {any} */ (document.getElementById("place"));
  if (cell && topic) {
    form.elements.topic.value = topic;
    form.elements.to.value = cell.dataset.dropCell;
    form.requestSubmit();
  }
  end();
}

// A mouse: the browser's own drag and drop. Only once a mouse is seen, because Android starts it under a finger, too.
document.addEventListener("pointerover", ({ target, pointerType }) => {
  if (pointerType === "mouse") near(target, "[data-drag-topic]")?.setAttribute("draggable", "true");
});
document.addEventListener("dragstart", (event) => {
  const card = near(event.target, "[data-drag-topic]");
  if (!card) return;
  begin(card);
  event.dataTransfer?.setData("text/plain", topic); // Firefox drags nothing without it
});
document.addEventListener("dragover", (event) => {
  if (!topic) return;
  hover(near(event.target, "[data-drop-cell]") || null);
  if (cell) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  if (!topic) return;
  event.preventDefault();
  drop();
});
document.addEventListener("dragend", end);

// A finger: touch screens have no drag and drop. Hold, then move.
let timer = 0;
let from = { x: 0, y: 0 };
document.addEventListener("touchstart", (event) => {
  const card = near(event.target, "[data-drag-topic]");
  clearTimeout(timer);
  if (!card || event.touches.length > 1 || near(event.target, "button,select,a,summary")) return;
  from = { x: event.touches[0].clientX, y: event.touches[0].clientY };
  timer = setTimeout(() => begin(card), HOLD_MS);
});
document.addEventListener(
  "touchmove",
  (event) => {
    const { clientX: x, clientY: y } = event.touches[0];
    if (!topic) {
      if (Math.hypot(x - from.x, y - from.y) > SLIP_PX) clearTimeout(timer);
      return;
    }
    event.preventDefault();
    hover(near(document.elementFromPoint(x, y), "[data-drop-cell]") || null);
  },
  { passive: false }, // or the page would scroll away under the card
);
document.addEventListener("touchend", () => {
  clearTimeout(timer);
  if (topic) drop();
});
document.addEventListener("touchcancel", () => {
  clearTimeout(timer);
  end();
});
