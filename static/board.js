// @ts-check
/**
 * Dragging topics on the facilitator's board with a mouse or a finger: an extra on top of the "Move…" controls, which do the same
 * by keyboard and without scripts.
 *
 * SortableJS lifts a card and shows where it goes. It never moves anything in the page, which frames of the server change all the
 * time: `[data-drag-topic="12"]` dropped on `[data-drop-cell="slot/room"]` fills in the form `#place` and sends it, like every
 * `form[data-live]`. If the place was taken meanwhile, the form asks whether to swap the two.
 */
import { Sortable } from "./vendor/sortable.js";

const HOLD_MS = 250; // a finger that rests: a quicker one wants to scroll

/** @type {any} */
let cell = null;

/** @param {any} next */
function hover(next) {
  if (next === cell) return;
  cell?.removeAttribute("data-drop-here");
  cell = next;
  cell?.setAttribute("data-drop-here", "");
}

/** @param {{clientX: number, clientY: number}} event */
const follow = ({ clientX, clientY }) =>
  hover(document.elementFromPoint(clientX, clientY)?.closest("[data-drop-cell]") ?? null);

/** @param {any} form @param {string} topic @param {string} to */
function send(form, topic, to) {
  form.elements.topic.value = topic;
  form.elements.to.value = to;
  const title = document.querySelector(`[data-drag-topic="${topic}"] .topic__title`)?.textContent ?? "";
  form.words = () => `${title} → ${to}`; // so that two moves are told apart, also in the list of what waits to be sent
  form.requestSubmit();
}

/** Cards can be lifted out of this list. @param {Element} list */
function liftable(list) {
  Sortable.create(list, {
    group: { name: "topics", pull: false, put: false },
    sort: false,
    draggable: "[data-drag-topic]",
    filter: "select,button,a,summary,textarea",
    preventOnFilter: false, // they are still to be clicked
    forceFallback: true, // the browser's own dragging knows no fingers
    fallbackOnBody: true,
    fallbackTolerance: 4,
    delay: HOLD_MS,
    delayOnTouchOnly: true,
    touchStartThreshold: 8,
    scroll: true,
    bubbleScroll: true,
    onStart: () => document.addEventListener("pointermove", follow),
    /** @param {any} event */
    onEnd({ item, originalEvent }) {
      document.removeEventListener("pointermove", follow);
      if (originalEvent) follow(originalEvent.changedTouches?.[0] ?? originalEvent); // a quick hand made no other move
      const to = cell?.dataset.dropCell;
      const from = item.closest("[data-drop-cell]")?.dataset.dropCell;
      hover(null);
      if (to !== undefined && to !== from) send(document.getElementById("place"), item.dataset.dragTopic, to);
    },
  });
}

// ---- Whose move it was ------------------------------------------------------------------------------------------------

/** The moves that were asked for on this page. @type {Set<string>} */
const ours = new Set();
const latest = () => /** @type {any} */ (document.querySelector("[data-moved-by]"));
const stepAtFirst = Number(latest()?.dataset.step ?? 0);

document.addEventListener("submit", ({ target }) => {
  const { topic, to } = /** @type {any} */ (target).elements;
  if (topic && to) ours.add(`${topic.value}:${to.value}`);
});

function tellWhose() {
  const sign = latest();
  if (!sign || Number(sign.dataset.step) <= stepAtFirst) return;
  const isOurs = sign.dataset.moves.split(" ").some((/** @type {string} */ move) => ours.has(move));
  const text = isOurs ? "(your move)" : "(another facilitator’s move)";
  if (sign.textContent !== text) sign.textContent = text;
}

// ---- Begin ------------------------------------------------------------------------------------------------------------

function begin() {
  for (const list of document.querySelectorAll("[data-cards]")) if (!Sortable.get(list)) liftable(list);
  tellWhose();
}

document.addEventListener("mark", begin);
document.addEventListener("click", ({ target }) => {
  const leave = target instanceof Element && target.closest("[data-leave]");
  const notice = leave && leave.parentElement?.querySelector(".notice");
  if (notice) notice.hidden = true;
});
document.addEventListener("change", ({ target }) => {
  // Another place was chosen: whether to swap is another question now.
  /** @type {any} */ (target).form?.elements.swap?.removeAttribute("aria-invalid");
});
begin();
