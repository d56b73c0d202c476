// @ts-check
/**
 * The facilitator's queue by keyboard, and "all of these" meant as read: extras on top of plain forms.
 *
 * - When the label goes that somebody has just decided on (`[data-queue] > li`), the next one's button has the focus, so that
 *   Enter, Enter, Enter goes through the queue. live.js would lead to whatever else has changed.
 * - `form[data-look-at-all]` names every label in the queue. What came up less than two seconds ago was not read, so it is not named.
 */
const READ_MS = 2_000;

/** When each label came to the queue; those that came with the page are not in it. @type {Map<string, number>} */
const cameAt = new Map();
/** @type {{list: Element, item: Element, place: number} | null} */
let last = null;

document.addEventListener("focusin", ({ target }) => {
  if (last && !last.item.isConnected) return; // live.js has led somewhere else just now, such as to what came up below
  const item = /** @type {Element} */ (target).closest?.("[data-queue] > li");
  const list = item?.parentElement;
  last = item && list ? { list, item, place: [...list.children].indexOf(item) } : null;
});

/** The label that somebody was at is gone: go on with the one in its place, or with the heading if there is none. */
function goOn() {
  if (!last || last.item.isConnected) return;
  const { list, place } = last;
  last = null;
  const next = list.children[Math.min(place, list.children.length - 1)];
  const button = /** @type {HTMLElement | null} */ (next?.querySelector("[data-first]"));
  const heading = /** @type {HTMLElement | null} */ (list.closest("section")?.querySelector("h2"));
  if (!button) heading?.setAttribute("tabindex", "-1");
  (button ?? heading)?.focus();
}

for (const list of document.querySelectorAll("[data-queue]"))
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes) if (node instanceof Element) cameAt.set(node.id, Date.now());
    goOn();
  }).observe(list, { childList: true });

document.addEventListener(
  "submit",
  (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!("lookAtAll" in form.dataset)) return;
    const seen = /** @type {HTMLInputElement} */ (form.elements.namedItem("seen"));
    const read = seen.value.split(" ").filter((label) => {
      const came = cameAt.get(`desk-waiting-${label.split(".")[0]}`);
      return came === undefined || Date.now() - came >= READ_MS;
    });
    if (read.length) seen.value = read.join(" ");
    else event.preventDefault();
  },
  true, // before live.js reads the form
);
