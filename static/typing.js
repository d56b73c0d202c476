// @ts-check
/**
 * Typing in paper labels, one after the other: Enter sends, and the field is empty at once, so that the next label can be typed while
 * the last one is on its way. What the server refuses is listed below the form with its words, as on phones.
 */
document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (!("typeOn" in form.dataset) || !event.defaultPrevented) return; // not live: a plain form, which brings its page again
  const notice = /** @type {HTMLElement | null} */ (form.querySelector("[data-answer]"));
  if (notice?.dataset.kind !== "waiting") return; // live.js could not keep it
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("text"));
  field.value = "";
  field.focus();
});
