// @ts-check
/**
 * What all kinds of question share beside their own scripts, fetched only where it is needed: the order of the answers that is this
 * phone's own, and that "I don't know" is an answer instead of another one.
 */

/** As live/fragments/delegate/shuffle.py does it. @param {string} text */
function number(text) {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ /** @type {number} */ (letter.codePointAt(0)), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * These values in the order of this voice for this vote ("3.1").
 * @param {string[]} values @param {string} voice @param {string} vote
 */
export function shuffled(values, voice, vote) {
  const numbers = new Map(values.map((value) => [value, number(`${voice} ${vote} ${value}`)]));
  const of = (/** @type {string} */ value) => numbers.get(value) ?? 0;
  return [...values].sort((one, other) => of(one) - of(other) || (one < other ? -1 : 1));
}

/** The answers in this part are put into the phone's own order, again whenever a new picture has come. @param {any} part */
function shuffle(part) {
  const { voice } = JSON.parse(document.getElementById("mine")?.textContent || "{}");
  const order = () => {
    const now = [...part.children];
    const there = new Map(now.map((child) => [child.dataset.key, child]));
    const wanted = shuffled([...there.keys()], voice, part.dataset.shuffle).map((key) => there.get(key));
    // Nothing moves that somebody is just about to choose.
    if (voice && now.some((child, place) => child !== wanted[place]) && !part.contains(document.activeElement))
      part.append(...wanted);
  };
  part.closest("form").addEventListener("marked", order);
  order();
}

/**
 * "None of these" and "I don't know": whoever chooses one of them has not chosen anything else, and the other way round. What was
 * filled in comes back when it is unticked again.
 * @param {any} part
 */
function passes(part) {
  const form = part.closest("form");
  const { name } = part.querySelector("input");
  const base = name.slice(0, -".pass".length);
  const isBox = (/** @type {any} */ field) => /radio|checkbox/.test(field.type);
  const isSaid = (/** @type {any} */ field) => (isBox(field) ? field.checked : field.value !== "");
  /** @returns {any[]} */
  const others = () =>
    [...form.elements].filter((field) => field.name === base || (field.name.startsWith(`${base}.`) && field.name !== name));
  /** @returns {any} */
  const passed = () => part.querySelector("input:checked");
  /** @type {[any, any][]} what was filled in before */
  let before = [];
  /** @param {any} field @param {any} value */
  const fill = (field, value) => {
    if (isBox(field)) field.checked = Boolean(value);
    else (field.value = value), field.dispatchEvent(new Event("input", { bubbles: true })); // letters left are counted anew
  };
  const setAside = () => {
    before = others().filter(isSaid).map((field) => [field, isBox(field) || field.value]);
    for (const [field] of before) fill(field, "");
  };
  const bringBack = () => {
    for (const [field, value] of before) fill(field, value);
    before = [];
  };
  form.addEventListener("input", (/** @type {any} */ { target }) => {
    if (target.name === name) {
      for (const box of part.querySelectorAll("input")) box.checked = box === target && target.checked;
      if (!target.checked) bringBack();
      else if (others().some(isSaid)) setAside();
    } else if (passed() && others().includes(target) && isSaid(target)) {
      passed().checked = false;
      before = [];
      return; // the kind's own script has drawn what it shows
    } else return;
    form.dispatchEvent(new Event("marked")); // it draws from its fields
  });
  // On a slow network this comes when more than one is filled in already. Who is still in an answer means that one, and otherwise the
  // answer is set aside, not lost.
  const ticked = part.querySelectorAll("input:checked");
  const meant = others().find((field) => field === document.activeElement && isSaid(field)) ?? ticked[0];
  if (ticked.length > 1 || (ticked.length && others().some(isSaid))) meant.dispatchEvent(new Event("input", { bubbles: true }));
}

/** @param {any} part */
export const start = (part) => ("shuffle" in part.dataset ? shuffle(part) : passes(part));
