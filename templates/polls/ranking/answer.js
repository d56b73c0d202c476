// @ts-check
/**
 * Ranking: what is in the order stands in a list of its own, above the rest. Buttons add, move and remove; a place's number can be
 * dragged, as an extra. The numbers in the fields, which are hidden here, say what the order is: everything is drawn from them.
 */

const ADD = "M12 4.5v15M4.5 12h15";
const REMOVE = "M6 6l12 12M18 6 6 18";

/** @param {any} form @param {(text: string) => void} announce */
export function start(form, announce) {
  /** @type {any[]} the items as they stand while none is in the order */
  let home = [];
  /** @type {any} */
  let moved = null;
  /** @type {any} */
  let dragged = null;
  let lastY = 0;

  /** @returns {any} */
  const one = (/** @type {string} */ query) => form.querySelector(query);
  /** @returns {any[]} */
  const items = () => [...form.querySelectorAll("[data-rank]")];
  /** @param {any} item */
  const fieldOf = (item) => item.querySelector("input");
  /** @param {any} item */
  const wordsOf = (item) => item.querySelector("[data-words]").textContent.trim();
  /** @param {any} item  its number; 0 if it is not in the order */
  const numberOf = (item) => (/^\d{1,4}$/.test(fieldOf(item).value.trim()) ? Number(fieldOf(item).value) : 0);
  /** @returns {any[]} the items in the order, the first one first */
  const order = () =>
    items()
      .filter(numberOf)
      .sort((a, b) => numberOf(a) - numberOf(b) || home.indexOf(a) - home.indexOf(b));

  /** Bring items into a list. What has the focus, or is held, stays where it is, and the others move around it.
   * @param {any} list @param {any[]} wanted */
  function arrange(list, wanted) {
    if (wanted.length === list.children.length && wanted.every((item, place) => list.children[place] === item)) return;
    const held = wanted.findIndex((item) => item === dragged || item.contains(document.activeElement));
    if (held < 0 || wanted[held].parentElement !== list) return list.append(...wanted);
    for (const item of wanted.slice(0, held)) list.insertBefore(item, wanted[held]);
    list.append(...wanted.slice(held + 1));
  }

  function draw() {
    const list = one("[data-ranked]");
    if (!list) return;
    if (!list.children.length) home = items();
    const ranked = order();
    arrange(list, ranked);
    arrange(one("[data-rest]"), home.filter((item) => !ranked.includes(item)));
    one("[data-none]").hidden = ranked.length > 0;
    for (const part of form.querySelectorAll("[data-plain]")) part.hidden = true;
    for (const part of form.querySelectorAll("[data-scripted]")) part.hidden = false;
    one("h2[data-scripted]").hidden = one("[data-rest]").hidden = ranked.length === home.length;
    for (const item of home) {
      const place = ranked.indexOf(item);
      const isIn = place >= 0;
      fieldOf(item).hidden = true;
      item.dataset.state = item === moved ? "moved" : "";
      const number = item.querySelector("[data-grip]");
      number.hidden = !isIn;
      number.textContent = isIn ? String(place + 1) : "";
      for (const button of item.querySelectorAll("[data-move]")) {
        button.hidden = !isIn;
        // Not `disabled`: the focus of whoever walks by keyboard would be lost at the ends.
        const to = place + Number(button.dataset.move);
        button.setAttribute("aria-disabled", String(to < 0 || to >= ranked.length));
      }
      const toggle = item.querySelector("[data-toggle]");
      const what = `“${wordsOf(item)}”`;
      toggle.setAttribute("aria-label", isIn ? `Remove ${what} from your order` : `Add ${what} to your order`);
      toggle.querySelector("path").setAttribute("d", isIn ? REMOVE : ADD);
      toggle.querySelector("[data-word]").hidden = isIn;
    }
  }

  /** @param {any} item @param {any[]} wanted the whole order from now on */
  function become(item, wanted) {
    for (const other of items()) fieldOf(other).value = wanted.includes(other) ? String(wanted.indexOf(other) + 1) : "";
    moved = item;
    fieldOf(item).dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** @param {any} item @param {number} place from 0 */
  function move(item, place) {
    const wanted = order().filter((other) => other !== item);
    wanted.splice(place, 0, item);
    become(item, wanted);
  }

  /** @param {any} item */
  function tell(item) {
    const ranked = order();
    const place = ranked.indexOf(item);
    const now = place < 0 ? "not in your order any more" : `now number ${place + 1} of ${ranked.length}`;
    announce(`“${wordsOf(item)}” is ${now}`);
  }

  /** @param {any} button @param {boolean} byKeyboard */
  function press(button, byKeyboard) {
    const item = button.closest("[data-rank]");
    const ranked = order();
    const place = ranked.indexOf(item);
    if (button.getAttribute("aria-disabled") === "true")
      return announce(`“${wordsOf(item)}” is ${place ? "the last one" : "the first one"} already`);
    if ("move" in button.dataset) move(item, place + Number(button.dataset.move));
    else if (place < 0) move(item, ranked.length);
    else become(item, ranked.filter((other) => other !== item));
    button.focus({ preventScroll: true }); // it has moved to another list with its item
    if (byKeyboard) button.scrollIntoView({ block: "nearest" });
    tell(item);
  }

  form.words = () =>
    order()
      .map((item, place) => `${place + 1}. ${wordsOf(item)}`)
      .join("\n") || (one("[name$='vote.pass']:checked")?.labels[0].textContent.trim() ?? "");

  form.addEventListener("click", (/** @type {any} */ { target, detail }) => {
    const button = target.closest("button");
    if (button?.closest("[data-rank]")) press(button, !detail);
    // The fields that would be gone to are hidden here.
    else if (button && "change" in button.dataset) setTimeout(() => one(".rank button:not([hidden])")?.focus());
  });

  form.addEventListener("pointerdown", (/** @type {any} */ event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button) return;
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    dragged = moved = grip.closest("[data-rank]");
    lastY = event.clientY;
    draw();
  });
  form.addEventListener("pointermove", (/** @type {any} */ { clientY }) => {
    if (!dragged) return;
    const ranked = order();
    const place = ranked.filter((item) => {
      const { top, height } = item.getBoundingClientRect();
      return item !== dragged && top + height / 2 < clientY;
    }).length;
    // Only in the direction of the finger: high and low items would change places to and fro.
    const way = Math.sign(clientY - lastY);
    if (way && Math.sign(place - ranked.indexOf(dragged)) === way) move(dragged, place);
    lastY = clientY;
  });
  for (const end of ["pointerup", "pointercancel"])
    form.addEventListener(end, () => {
      if (dragged) tell(dragged);
      dragged = null;
    });

  form.addEventListener("input", draw);
  form.addEventListener("marked", () => queueMicrotask(draw)); // after a draft was put back too
  draw();
}
