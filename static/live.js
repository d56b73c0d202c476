// @ts-check
/**
 * Makes a page live. Without it every page still works as plain links and forms; with it
 *
 *  - frames from the server change pieces of the page by their ids, and never what somebody is filling in;
 *  - what is mine (my vote, my labels) is marked here, since frames are the same for a whole audience;
 *  - `form[data-live]` goes into the outbox, and its answer is written at the form.
 *
 * Pieces of the page are made by the server only; this script fills, moves, marks and hides them.
 */
import { Idiomorph } from "./vendor/idiomorph.js";
import { Line } from "./line.js";
import { Outbox, store } from "./outbox.js";

const KEPT = "Saved on this phone. Not sent yet.";
const KEPT_AFTER_MS = 700; // an answer usually comes sooner, and a notice that flashes by only worries
const DOUBLE_TAP_MS = 400;
const SOON_MS = 20_000; // what runs the day (form[data-soon]) is meant now: minutes later it would take the hall by surprise
const TOO_LATE = "This did not get through in time. Look at what the room sees, and press again if you still want it.";
const FRESH_MS = 30_000; // nobody is taken to another page by something they sent long ago

const { base = "", code = "" } = document.documentElement.dataset;
const { role = "delegate", views: seenAtFirst } = document.body.dataset;
const path = `${base}/${code}`;
const place = `live.${code}.`;
/** @type {Record<string, string>} which stamp of each view this page has seen */
const views = JSON.parse(seenAtFirst || "{}");
const outbox = new Outbox(place, role);
/** @type {Line | undefined} */
let line;

/** @param {ParentNode} root @param {string} query @returns {any[]} root itself included */
const all = (root, query) => [
  ...(root instanceof Element && root.matches(query) ? [root] : []),
  ...root.querySelectorAll(query),
];
/** For a script that only some pages have. @param {string} what @param {any} detail */
const tell = (what, detail) => document.dispatchEvent(new CustomEvent(what, { detail }));
/** @param {any} element @param {string} text  only when it differs, or screen readers say it again */
const say = (element, text) => element && element.textContent !== text && (element.textContent = text);
/** @param {string} text */
function announce(text) {
  const voice = document.getElementById("announce");
  say(voice, "");
  setTimeout(() => say(voice, text), 100); // the same sentence twice is read twice only if it was gone in between
}

// ---- What is mine -----------------------------------------------------------------------------------------------------

/** @type {any} */
let mine = { voice: "", votes: {}, sealed: {}, labels: [], supports: [], topics: {} };
/** What I voted: after the count nobody but this phone can know.
 * @type {Record<string, {fields: Record<string, string[]>, words: string}>} */
let votes = {};

const votesKey = () => `${place}votes.${mine.voice}`;

/** @param {any} news  some or all of it @param {any} [sent] a vote that was taken: if it is sealed, only we know what it says */
function learn(news, sent) {
  mine = { ...mine, ...news };
  outbox.voice = mine.voice;
  votes = { ...mine.sealed, ...store.get(votesKey()), ...sent, ...mine.votes };
  if (Object.keys(votes).length) store.set(votesKey(), votes);
}

/** Forms that somebody has begun to fill in, and fields outside of such forms. @type {WeakSet<Element>} */
const dirty = new WeakSet();
/** Vote forms opened again by "change my vote". @type {WeakSet<Element>} */
const changing = new WeakSet();
/** What has a script of its own that runs. @type {WeakSet<Element>} */
const started = new WeakSet();

/** @param {any} form */
const busy = (form) =>
  dirty.has(form) ||
  (form.contains(document.activeElement) && document.activeElement?.matches("input,select,textarea"));

/** @param {any} field */
const optionText = (field) =>
  (field.labels?.[0]?.querySelector(".option__text") ?? field.labels?.[0])?.textContent.trim() || field.value;

/** The fields that a person fills in. @param {any} form @returns {any[]} */
const fieldsOf = (form) => [...form.elements].filter((field) => field.matches("[name]:not([type=hidden],button)"));
/** @param {any} field */
const isWriting = (field) => field.matches("textarea,input:not([type=radio],[type=checkbox])");

/** What somebody chose and wrote, in their words. @param {any} form */
const wordsOf = (form) =>
  form.words?.() ?? // of a kind of question with a script of its own
  fieldsOf(form)
    .map((field) => {
      if (isWriting(field)) return field.value.trim();
      return field.selectedOptions?.[0]?.text ?? (field.checked ? optionText(field) : "");
    })
    .filter(Boolean)
    .join(", ");

/** What would be sent. @param {any} form @param {any} [submitter] */
function filled(form, submitter) {
  /** @type {Record<string, string[]>} */
  const fields = {};
  const pairs = [...new FormData(form)];
  if (submitter?.name) pairs.push([submitter.name, submitter.value]); // older Safari cannot do it itself
  for (const [key, value] of pairs) if (key !== "id" && key !== "page") (fields[key] ??= []).push(String(value));
  return fields;
}

/** @param {any} form @param {Record<string, string[]>} fields */
function fill(form, fields) {
  for (const field of fieldsOf(form)) {
    const values = fields[field.name] ?? [];
    if (/radio|checkbox/.test(field.type)) field.checked = values.includes(field.value);
    else field.value = values[0] ?? "";
  }
}

/** What a form is for: where it goes, and the poll, label or topic in its hidden fields. @param {any} form */
const purpose = (form) =>
  [...form.elements]
    .filter((field) => field.type === "hidden" && !/^(id|page|on)$/.test(field.name))
    .reduce((text, field) => `${text} ${field.name}=${field.value}`, form.getAttribute("action"));

/** Mark what is mine in a part of the page. @param {ParentNode} root */
function mark(root) {
  const newestFirst = outbox.waiting().reverse();
  /** @param {string} about */
  const latest = (about) => newestFirst.find((entry) => entry.about === about);

  for (const form of all(root, "form[data-vote]")) {
    const key = form.dataset.vote;
    const pending = latest(`vote ${key}`);
    const mineNow = pending ?? mine.votes[key] ?? (mine.sealed[key] && votes[key]);
    if (mineNow && !busy(form)) fill(form, mineNow.fields);
    const kept = pending && Date.now() - pending.made >= KEPT_AFTER_MS;
    const state = changing.has(form) ? "open" : kept ? "kept" : !pending && mineNow?.words ? "counted" : "open"; // no words: taken back
    form.dataset.state = state;
    /** @type {any} */
    const block = document.activeElement?.closest("[data-show]");
    if (form.contains(block ?? null) && !block.offsetParent) goOnFrom(form); // the button just pressed is hidden now
    for (const receipt of all(form, "[data-receipt]")) say(receipt, mineNow?.words ?? "");
    form.dispatchEvent(new Event("marked")); // a kind of question with a script of its own draws from its fields
  }
  for (const part of all(root, "[data-script]"))
    import(part.dataset.script).then(({ start }) => started.has(part) || start(started.add(part) && part, announce));
  for (const bar of all(root, "[data-option-value]")) {
    const voted = votes[bar.closest("[data-result]")?.dataset.result]?.fields?.vote?.includes(bar.dataset.optionValue);
    for (const sign of bar.querySelectorAll(".bars__mine")) sign.hidden = !voted;
  }
  for (const button of all(root, "[data-topic] button[name=role]")) {
    const topic = button.closest("[data-topic]").dataset.topic;
    const now = latest(`topic ${topic}`)?.fields.role?.[0] ?? mine.topics[topic];
    button.setAttribute("aria-pressed", now === button.value);
  }
  for (const form of all(root, "form[data-draft]")) if (!/kept|counted/.test(form.dataset.state)) restoreDraft(form);
  all(root, "[data-count-for]").forEach(countLetters);
  tell("mark", { root, mine, newestFirst });
}

// ---- Frames -----------------------------------------------------------------------------------------------------------

/**
 * A morph makes the old piece equal to the new one, and that would empty half-filled forms, close opened details and
 * move the caret. So it is told what to leave alone. What is only marked (pressed, hidden) is marked again afterwards.
 */
const careful = {
  /** @param {any} old @param {any} fresh */
  beforeNodeMorphed(old, fresh) {
    if (!old.matches) return true; // only words
    if (old.matches("form") && purpose(old) !== purpose(fresh)) {
      farewell(old); // the same place now asks something else
      answer(old, "sent", "");
    } else if (old.matches("form,input,select,textarea") && busy(old)) return false;
    return !old.matches("[data-answer]:not([hidden])");
  },
  /** @param {any} old */
  beforeNodeRemoved(old) {
    if (old.matches) farewell(old);
  },
  /** Ours, not the server's; an element that has the focus loses it with its tabindex.
   * @param {string} name @param {Element} old */
  beforeAttributeUpdated: (name, old) => name !== "tabindex" && !(name === "open" && old.matches("details")),
};

/** @param {string[]} op @returns {Element | null} what changed */
function apply([verb, id, ...rest]) {
  const there = document.getElementById(id);
  if (verb === "add") return add(there, rest[0], rest[1]);
  const form = there?.parentElement?.closest("form");
  if (!there || (form && busy(form))) return null;
  if (verb === "cut") {
    farewell(there);
    there.remove();
    return null;
  }
  Idiomorph.morph(there, rest[0], { callbacks: careful, morphStyle: verb === "fill" ? "innerHTML" : "outerHTML" });
  return document.getElementById(id);
}

/** @param {any} container @param {string} after @param {string} html */
function add(container, after, html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const fresh = template.content.firstElementChild;
  if (!container || !fresh) return null;
  const there = document.getElementById(fresh.id);
  if (there) apply(["put", fresh.id, html]);
  const piece = document.getElementById(fresh.id) ?? fresh;
  const before = after ? document.getElementById(after) : null;
  const next = before ? before.nextElementSibling : after ? null : container.firstElementChild;
  // What stands in its place already stays there: moving takes the focus away where browsers have no moveBefore.
  if (piece !== next && !(piece.isConnected && piece.nextElementSibling === next && piece.parentNode === container))
    container[piece.isConnected && container.moveBefore ? "moveBefore" : "insertBefore"](piece, next);
  return piece;
}

/** What the page says about itself in one sentence, such as "Voting is open". */
const headline = () => all(document, "[data-announce]")[0]?.dataset.announce ?? "";
let announced = headline();

/** Somebody who walks by keyboard goes on from here, not from the top of the page. @param {any} part */
function goOnFrom(part) {
  part?.setAttribute("tabindex", "-1");
  part?.focus({ preventScroll: true });
}

/** @param {string[][]} ops */
export function applyAll(ops) {
  const focused = /** @type {any} */ (document.activeElement);
  for (const op of ops) {
    const changed = apply(op);
    if (changed) mark(changed);
    if (document.activeElement !== document.body) continue;
    if (focused?.isConnected) focused.focus({ preventScroll: true }); // it was moved
    else goOnFrom(changed);
  }
  tick();
  if (headline() !== announced) announce((announced = headline()));
}

/** A form goes away while somebody writes in it: keep the words and show them. @param {Element} part */
function farewell(part) {
  for (const form of all(part, "form[data-live]")) {
    const words =
      dirty.has(form) && fieldsOf(form).some((field) => isWriting(field) && field.value.trim()) && wordsOf(form);
    dirty.delete(form);
    if (!words || outbox.waiting().some((entry) => entry.form === purpose(form) && entry.words === words)) continue;
    const { vote, says = "" } = form.dataset;
    const why = "Not sent: this closed before you sent it.";
    outbox.add({ name: "", fields: {}, about: vote ? `vote ${vote}` : "", form: "", says, words, why });
    queueMicrotask(showOutbox);
  }
}

// ---- Forms ------------------------------------------------------------------------------------------------------------

/** @type {Map<string, any>} the form of each request that was made on this page */
const formById = new Map();
/** @type {WeakMap<Element, {at: number, wish: string}>} */
const lastSubmit = new WeakMap();

/** @param {import("./outbox.js").Entry} entry @returns {any} */
function formOf(entry) {
  const form = formById.get(entry.id);
  return form?.isConnected ? form : all(document, "form[data-live]").find((other) => purpose(other) === entry.form);
}

/** @param {any} form @param {"sent" | "waiting" | "problem"} kind @param {string} text @returns {boolean} there was a place */
function answer(form, kind, text) {
  const notice = form?.querySelector("[data-answer]");
  if (!notice) return false;
  if (kind === "problem") changing.add(form); // there is something to mend
  notice.hidden = !text;
  notice.dataset.kind = kind;
  say(notice.querySelector("[data-say]") ?? notice, text);
  return true;
}

/** @param {any} event */
function submit(event) {
  const { target: form, submitter } = event;
  const question = submitter?.dataset.confirm ?? form.dataset.confirm;
  if (question && !confirm(question)) return event.preventDefault();
  const name = (submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "").split("/do/")[1];
  if (!line || !name || !("live" in form.dataset) || form.enctype.startsWith("multipart")) return;
  event.preventDefault();

  const fields = filled(form, submitter);
  // A second tap is the same wish. On a button that goes on and off it would even take back the first; and where a vote was sent,
  // another button may be under the finger by now, such as the one that takes it back.
  const now = Date.now();
  const words = submitter?.dataset.words ?? wordsOf(form);
  const last = lastSubmit.get(form);
  const { support } = submitter?.dataset ?? {};
  const wish = support ?? words; // all labels of a wall share one form
  if (last && now - last.at < DOUBLE_TAP_MS && (submitter?.dataset.words || last.wish === wish)) return;
  const topic = submitter?.name === "role" && submitter.closest("[data-topic]")?.dataset.topic;
  const { vote, says } = form.dataset;
  const about = vote ? `vote ${vote}` : support ? `support ${support}` : topic ? `topic ${topic}` : "";
  // A, then B, then A again is a change of mind: so only the last one about the same thing counts as the same wish.
  const rivals = outbox.waiting().filter((entry) => entry.name === name && entry.about === about);
  const again = JSON.stringify(fields);
  changing.delete(form);
  if ((about ? rivals.slice(-1) : rivals).some((entry) => JSON.stringify(entry.fields) === again)) return refresh();
  lastSubmit.set(form, { at: now, wish });

  const title = says ?? submitter?.textContent.replace(support ? /\d+\s*$/ : "", "").trim() ?? "";
  const until = "soon" in form.dataset ? now + SOON_MS : 0;
  const entry = outbox.add({ name, fields, about, words, form: purpose(form), says: title, until });
  if (typeof entry === "string") return answer(form, "problem", entry) || announce(entry);
  formById.set(entry.id, form);
  answer(form, "waiting", "");
  for (const field of all(form, "[aria-invalid]")) field.removeAttribute("aria-invalid");
  line.flush();
  refresh();
}

/** @param {any} message done, refused or later @param {import("./outbox.js").Entry} [entry] */
function answered({ t, id, at, say: text, mine: news, field, go }, entry) {
  if (!entry || (entry.why && t !== "done")) return; // another tab was told already
  const form = formOf(entry);
  // Who has written on since then keeps what they have written.
  const same = form && wordsOf(form) === entry.words;
  if (t === "later") {
    outbox.later(id);
    answer(form, "waiting", text || KEPT);
  } else if (t === "done") {
    outbox.done(entry);
    outbox.remember(at);
    learn(news, /^vote /.test(entry.about) && { [entry.about.slice(5)]: entry });
    if (same) finish(form);
    dropDraft(entry);
    answer(form, "sent", text) || announce(text);
    if (go?.[0] === "/" && go[1] !== "/" && formById.get(id)?.isConnected && Date.now() - entry.made < FRESH_MS)
      location.assign(go);
  } else if (same && answer(form, "problem", text)) {
    outbox.remove(id);
    mark(form);
    const named = form.elements[field];
    const input = named?.focus ? named : named?.[0];
    input?.setAttribute("aria-invalid", "true");
    input?.focus();
  } else {
    outbox.change(id, { why: text });
    announce(text);
  }
  formById.delete(t === "later" ? "" : id);
  refresh();
}

/** @param {any} form */
function finish(form) {
  dirty.delete(form);
  if (!("clear" in form.dataset)) return;
  const name = form.elements.signed?.value; // who writes one label often writes another
  form.reset();
  for (const field of fieldsOf(form)) if (isWriting(field)) field.value = field.name === "signed" ? name : "";
}

/** After anything in the outbox or in what is mine has changed. */
function refresh() {
  mark(document);
  showOutbox();
}

let lookAgain = 0;
function showOutbox() {
  const everything = outbox.all();
  const entries = everything.filter((entry) => entry.why || Date.now() - entry.made >= KEPT_AFTER_MS);
  clearTimeout(lookAgain);
  if (entries.length < everything.length) lookAgain = setTimeout(refresh, KEPT_AFTER_MS);
  const waiting = entries.filter((entry) => !entry.why);
  const forms = new Set(waiting.map(formOf));
  for (const notice of all(document, "[data-answer][data-kind=waiting]"))
    if (!forms.has(notice.closest("form"))) notice.hidden = true;
  for (const form of forms) if (form?.querySelector("[data-answer][hidden]")) answer(form, "waiting", KEPT);

  const section = document.getElementById("outbox");
  const list = section?.querySelector("ul");
  if (!section || !list) return;
  section.hidden = !entries.length;
  say(section.querySelector("[data-count]"), String(waiting.length));
  for (const title of all(section, "[data-waiting]")) title.hidden = !waiting.length;
  const shown = entries.map(({ id, why }) => id + why).join();
  if (list.dataset.shown === shown) return;
  list.dataset.shown = shown;
  list.replaceChildren(
    ...entries.map(({ id, says, words, why = "" }) => {
      const item = document.createElement("li");
      const what = [says, words].filter(Boolean).join(": ");
      item.textContent = why ? `${what}. ${why} ` : what;
      if (!why) return item;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button--quiet button--small";
      button.textContent = "Remove from this list";
      button.onclick = () => (outbox.remove(id), showOutbox());
      item.append(button);
      return item;
    }),
  );
}

// ---- Drafts, letters left, timers -------------------------------------------------------------------------------------

/** @param {string} form its purpose */
const draftKey = (form) => `${place}draft.${role}.${mine.voice}.${form}`;

/** It was sent, perhaps from a page that is no longer open. @param {import("./outbox.js").Entry} entry */
function dropDraft({ form, fields }) {
  if (Object.entries(store.get(draftKey(form)) ?? {}).every(([name, values]) => `${fields[name]}` === `${values}`))
    store.cut(draftKey(form));
}

/** @param {any} form */
function restoreDraft(form) {
  const draft = !busy(form) && store.get(draftKey(purpose(form)));
  if (draft) fill(dirty.add(form) && form, draft);
}

/** @param {any} count */
function countLetters(count) {
  const field = /** @type {any} */ (document.getElementById(count.dataset.countFor));
  if (!field) return;
  // No maxlength on fields: it would cut what is pasted, and nobody would notice before it hangs on the wall.
  const left = count.dataset.most - [...field.value].length;
  const letters = Math.abs(left) === 1 ? "letter" : "letters";
  say(count, left < 0 ? `${-left} ${letters} too many` : `${left} ${letters} left`);
}

let clockAhead = 0; // of ours, in milliseconds: a phone's own clock may be minutes wrong
/** @type {Map<string, number>} seconds left when last looked at, by the end that is counted down to */
const lastLeft = new Map();

function tick() {
  for (const timer of all(document, "[data-ends]")) {
    const { ends, lasts } = timer.dataset;
    const ms = Math.max(0, ends - Date.now() - clockAhead);
    const left = Math.ceil(ms / 1_000);
    say(timer.querySelector("[data-left]") ?? timer, `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`);
    const state = left === 0 ? "ended" : left <= 60 ? "last-minute" : "running";
    if (timer.dataset.state !== state) timer.dataset.state = state;
    if (lasts)
      for (const bar of timer.querySelectorAll("[data-bar]"))
        bar.style.setProperty("--share", Math.min(1, ms / lasts).toFixed(3));
    const before = lastLeft.get(ends) ?? left;
    lastLeft.set(ends, left);
    for (const [moment, text] of /** @type {[number, string][]} */ ([
      [300, "5 minutes left"],
      [60, "1 minute left"],
      [0, "Time is up"],
    ]))
      if (before > moment && left <= moment) announce(text);
  }
}

// ---- Begin ------------------------------------------------------------------------------------------------------------

/** @param {any} message */
function hear(message) {
  if (message.t === "frame") {
    tell("ops", message.ops); // wall.js takes out what is to wait
    applyAll(message.ops);
    views[message.view] = message.seen;
  } else if (message.t === "welcome") {
    clockAhead = message.now - Date.now();
    outbox.remember(message.at, message.epoch);
    learn(message.mine);
    outbox.expire(TOO_LATE);
    refresh();
  } else if (/^(done|refused|later)$/.test(message.t)) {
    const entry = outbox.find(message.id);
    if (message.t !== "later") outbox.change(message.id, { heard: message }); // it goes now, and so other tabs hear why
    answered(message, entry);
  }
}

document.addEventListener("submit", submit);
document.addEventListener("input", ({ target }) => {
  const field = /** @type {any} */ (target);
  dirty.add(field.form ?? field);
  field.removeAttribute("aria-invalid");
  if (field.form && "draft" in field.form.dataset) store.set(draftKey(purpose(field.form)), filled(field.form));
  all(document, `[data-count-for="${field.id}"]`).forEach(countLetters);
});
document.addEventListener("click", ({ target, detail }) => {
  const button = /** @type {any} */ (target)?.closest?.("button");
  if (button && "change" in button.dataset) {
    // No finger's second tap; keys (detail 0) are meant.
    if (detail && Date.now() - (lastSubmit.get(button.form)?.at ?? 0) < DOUBLE_TAP_MS) return;
    changing.add(button.form);
    dirty.delete(button.form); // from what was sent, or from what was begun since
    mark(button.form);
    (fieldsOf(button.form).find((field) => field.checked) ?? fieldsOf(button.form)[0])?.focus();
  }
});

learn(JSON.parse(document.getElementById("mine")?.textContent || "{}"));
// On a slow network somebody may have filled in much before this came.
for (const field of all(document, "[data-draft]:not([data-state=counted]) [name]"))
  if (field.value !== (field.defaultValue ?? field.value) || field.checked !== field.defaultChecked) dirty.add(field.form);
if (code && seenAtFirst) {
  // Other tabs of the same conference have sent, or kept, or been told something.
  addEventListener("storage", ({ key, newValue }) => {
    if (!key?.startsWith(place)) return;
    learn({ votes: { ...mine.votes, ...store.get(votesKey()) } });
    const { heard, ...entry } = JSON.parse((outbox.holds(key) && newValue) || "{}");
    if (heard) answered(heard, entry);
    else refresh();
  });
  line = new Line({
    path,
    outbox,
    hear,
    hello: () => ({ views, ...outbox.memory() }),
    until: (entry) => (entry.until ? Math.round(entry.until + clockAhead) : 0),
    seen: () =>
      new URLSearchParams([
        ...Object.entries(views).flatMap(([view, seen]) => [
          ["view", view],
          ["seen", seen],
        ]),
        ...Object.entries(outbox.memory()),
      ]).toString(),
    show(state, text = { live: "Connected", waiting: "Connecting…", offline: "Not connected" }[state]) {
      for (const sign of all(document, ".connection")) {
        sign.dataset.state = state;
        say(sign, text);
      }
    },
  });
}
refresh();
setInterval(() => outbox.expire(TOO_LATE) && refresh(), 1_000);
setInterval(tick, 250); // four times a second, so that no second is skipped; it writes only what differs
