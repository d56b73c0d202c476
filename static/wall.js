// @ts-check
/**
 * What only pages with labels need. Loaded before live.js, which tells of what comes ("ops") and of what is to be marked ("mark").
 *
 *  - What is new waits behind a button, `#<list>-new`, so that nothing moves under a finger: in `ul[data-hold-new]` what would come
 *    on top. In `ul[data-hold-new=all]` all of it: there a phone also keeps the order in which it was given the page.
 *  - What this voice backs, and its own labels, are marked: only the few that are, of the hundreds that may hang.
 */

/** @typedef {Map<string, [after: string, html: string]>} Later  what waits, by the id of the piece */
/** @type {Map<string, Later>} by the id of the list */
const waiting = new Map();

/** @param {string} id @returns {any} */
const byId = (id) => document.getElementById(id);
/** @param {string} html */
function made(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return [...template.content.children];
}

/** Whether something is to be done now, and not only when somebody asks for what is new. @param {string[]} op */
function isForNow(op) {
  const [verb, id] = op;
  const list = byId(id);
  const button = byId(`${id}-new`);
  if (button && list?.firstElementChild && "holdNew" in list.dataset) {
    const keepsAll = list.dataset.holdNew === "all";
    const later = waiting.get(id) ?? new Map();
    waiting.set(id, later);
    if (verb === "add") {
      const [, , after, html] = op;
      const [{ id: piece }] = made(html);
      if (byId(piece)) keepsAll && op.splice(0, 4, "put", piece, html);
      else if (keepsAll || !after || later.has(after)) return !later.set(piece, [after, html]);
      return true;
    }
    later.clear();
    if (verb === "fill" && keepsAll) {
      const pieces = new Map(made(op[2]).map((piece) => [piece.id, piece.outerHTML]));
      let kept = "";
      for (const { id: piece } of list.children) {
        kept += pieces.get(piece) ?? "";
        pieces.delete(piece);
      }
      for (const [piece, html] of pieces) later.set(piece, ["", html]);
      op[2] = kept;
    }
    return true;
  }
  for (const later of waiting.values()) {
    const there = later.get(id);
    if (!there || byId(id)) continue;
    verb === "cut" ? later.delete(id) : later.set(id, [there[0], op[2]]);
    return false;
  }
  return true;
}

/** What waits for a list and is not there by another way. @param {string} id */
const waitingFor = (id) => [...(waiting.get(id) ?? [])].filter(([piece]) => !byId(piece));

function showWaiting() {
  for (const id of waiting.keys()) {
    const button = byId(`${id}-new`);
    const only = byId(id)?.dataset.only;
    const count = waitingFor(id).filter(([, [, html]]) => !only || html.includes(` data-kind="${only}"`)).length;
    if (!button) continue;
    const number = button.querySelector("[data-count]");
    if (number.textContent !== `${count}`) number.textContent = count;
    button.hidden = !count;
  }
}

/** @param {any} event */
async function show({ target }) {
  const id = target.closest?.("button[id$='-new']")?.id.slice(0, -4);
  const list = byId(id);
  if (!list) return;
  const { applyAll } = await import("./live.js");
  const fresh = waitingFor(id);
  waiting.delete(id);
  /** @param {[string, any]} piece */
  const age = ([piece]) => Number(piece.split("-").pop());
  if (list.dataset.holdNew === "all") fresh.sort((one, other) => age(one) - age(other)); // each on top of the one before
  applyAll(fresh.map(([, [after, html]]) => ["add", id, list.dataset.holdNew === "all" ? "" : after, html]));
  const button = byId(`${id}-new`);
  button.hidden = true;
  list.tabIndex = -1; // the button goes away under the focus
  list.focus({ preventScroll: true });
}

/** Mark what is mine in a part of the page. @param {any} event */
function mark({ detail: { root, mine, newestFirst } }) {
  const backed = new Set(mine.supports);
  for (const { about, fields } of [...newestFirst].reverse()) {
    const [what, support] = about.split(" ");
    if (what !== "support") continue;
    const on = fields.on?.[0] ?? fields["label.support.on"]?.[0].split(".").pop();
    on === "no" ? backed.delete(support) : backed.add(support);
  }
  const buttons = new Set(root.querySelectorAll("[data-support][aria-pressed=true]"));
  for (const support of backed) {
    const button = byId(`label-${support.split(".")[0]}`)?.querySelector(`[data-support="${support}"]`);
    if (button && root.contains(button)) buttons.add(button);
  }
  for (const button of buttons) {
    const { support } = button.dataset;
    const pressed = backed.has(support);
    if (button.ariaPressed !== `${pressed}`) button.setAttribute("aria-pressed", pressed);
    button.value = `${support}.${pressed ? "no" : "yes"}`;
  }
  for (const label of mine.labels) {
    const own = byId(`label-${label}`);
    if (!own || !root.contains(own)) continue;
    own.dataset.own = "";
    for (const button of own.querySelectorAll("[data-support]")) button.disabled = true; // nobody backs their own label
  }
}

document.addEventListener("ops", (/** @type {any} */ { detail: ops }) => {
  ops.splice(0, ops.length, ...ops.filter(isForNow));
  showWaiting();
});
document.addEventListener("mark", mark);
document.addEventListener("click", show);
