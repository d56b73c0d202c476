// @ts-check
/**
 * Makes a piece of the page equal to new markup and disturbs as little of it as possible: what stays is the same element as
 * before, so it keeps its focus, its caret, its scroll position and its animation.
 *
 * Which child is which is told by its id, or for a wrapper without one by the first id inside; what has no id at all goes by
 * kind, in order. What has the focus is never moved, since that would take the focus away: the others move around it.
 *
 * @typedef {object} Care
 * @property {(old: any, fresh: any) => boolean} mayChange  false: leave this element and all inside as it is
 * @property {(name: string, old: Element) => boolean} mayChangeAttribute
 * @property {(old: Element) => void} leaving               it is about to go
 */

/** @param {string} html @returns {DocumentFragment} */
export function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

/** @param {Element} old @param {string} html one element @param {Care} care */
export function morph(old, html, care) {
  const fresh = parsed(html).firstElementChild;
  if (fresh && alike(old, fresh)) change(old, fresh, care);
  else {
    care.leaving(old);
    old.replaceWith(fresh ?? "");
  }
}

/** @param {Element} parent @param {string} html all its children @param {Care} care */
export const morphInside = (parent, html, care) => changeChildren(parent, parsed(html), care);

/** Not `node.id`: in a form with a field named "id" that is the field. @param {any} node */
const idOf = (node) => node.getAttribute?.("id");
/** @param {any} node */
const key = (node) => idOf(node) ?? node.querySelector?.("[id]")?.getAttribute("id");
/** @param {Node} one @param {Node} other */
const alike = (one, other) => one.nodeName === other.nodeName;

/** @param {any} old @param {any} fresh @param {Care} care */
function change(old, fresh, care) {
  if (!old.attributes) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  if (!care.mayChange(old, fresh)) return;
  const { value, checked } = fresh; // a select has none any more when its options have moved over
  for (const { name } of [...old.attributes])
    if (!fresh.hasAttribute(name) && care.mayChangeAttribute(name, old)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes)
    if (old.getAttribute(name) !== value && care.mayChangeAttribute(name, old)) old.setAttribute(name, value);
  changeChildren(old, fresh, care);
  // Once somebody has touched a field, its attributes say only what it began with.
  if (!old.matches("input:not([type=file]),select,textarea")) return;
  if (old.value !== value) old.value = value;
  old.checked = checked;
}

/** @param {Node} parent @param {Node} fresh @param {Care} care */
function changeChildren(parent, fresh, care) {
  const wanted = [...fresh.childNodes];
  const wantedKeys = new Set(wanted.map(key));
  /** @type {Set<any>} */
  const left = new Set(parent.childNodes);
  const byKey = new Map([...left].reverse().map((child) => [key(child), child]));

  /** @param {any} node @returns {any} the child that is to become this one */
  function takeMatch(node) {
    const id = key(node);
    const same = id && byKey.get(id);
    if (left.has(same) && idOf(same) === idOf(node) && alike(same, node)) return left.delete(same) && same;
    if (idOf(node)) return undefined;
    for (const child of left)
      if (!idOf(child) && alike(child, node) && !(key(child) && wantedKeys.has(key(child)))) return left.delete(child) && child;
    return undefined;
  }

  const pairs = wanted.map((node) => ({ node, match: takeMatch(node) }));
  for (const child of left) {
    if (child.attributes) care.leaving(child);
    child.remove();
  }
  let here = parent.firstChild;
  for (const { node, match } of pairs) {
    const child = match ?? node;
    if (child !== here && !(match && child.contains(document.activeElement))) parent.insertBefore(child, here);
    here = child.nextSibling;
    if (match) change(child, node, care);
  }
}
