// @ts-check
/**
 * What this phone keeps: requests until their final answer, and small notes (drafts, own votes).
 *
 * live.js puts requests in and takes them out, line.js asks which are due. Nothing a person sent or wrote is
 * forgotten by a reload, a closed browser or a dead network. Only localStorage and getRandomValues are used:
 * a phone on http://192.168... is not a secure context and has nothing better.
 *
 * Every request lies under a key of its own, so that two tabs never overwrite each other's list.
 *
 * @typedef {object} Entry
 * @property {string} id    made here, and the same on every resend: it is what keeps a request from counting twice
 * @property {string} name  what is asked, such as "cast_vote"
 * @property {Record<string, string[]>} fields
 * @property {string} about a later request about the same thing stands for the earlier one; "" = stands alone
 * @property {string} form  which form it came from, to find that form again after a reload
 * @property {string} says  what the person calls it: "Vote", "Label"
 * @property {string} words what they chose or wrote
 * @property {number} made
 * @property {number} tried when it last went out; 0 = it certainly never did
 * @property {string} tab   who tried
 * @property {number} [until] afterwards it must not happen any more: "next item" was meant for its moment
 * @property {any} [heard] the final answer, for other tabs
 * @property {string} [why] why it will never be sent; it stays only so that the words can be read
 */

/** @type {Map<string, string>} stands in where localStorage throws: private mode, forbidden, full */
const memory = new Map();

/** @returns {Storage | undefined} */
function findDisk() {
  try {
    return localStorage;
  } catch {
    return undefined; // looking at it is enough to throw where it is forbidden
  }
}
const disk = findDisk();

export const store = {
  /** @param {string} key @returns {any} */
  get(key) {
    try {
      return JSON.parse(memory.get(key) ?? disk?.getItem(key) ?? "null");
    } catch {
      return null; // damaged: better nothing than a page that never starts
    }
  },
  /** @param {string} key @param {unknown} value */
  set(key, value) {
    const text = JSON.stringify(value);
    memory.set(key, text);
    try {
      disk?.setItem(key, text);
      if (disk) memory.delete(key);
    } catch {
      return; // full: memory has it, as long as the page stays open
    }
  },
  /** @param {string} key */
  cut(key) {
    memory.delete(key);
    disk?.removeItem(key);
  },
  /** @param {string} start */
  // A set, since a disk that filled up has an older copy of what is in memory.
  keys: (start) => [...new Set([...memory.keys(), ...Object.keys(disk ?? {})])].filter((key) => key.startsWith(start)),
};

/** 22 letters of 6 random bits: 132 bits, as many as a randomUUID has, which an insecure context lacks. */
const freshId = () =>
  Array.from(
    crypto.getRandomValues(new Uint8Array(22)),
    (byte) => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[byte & 63],
  ).join("");

const TAB = freshId();
const MOST = 200; // a hall's day is a few dozen requests; more than this is a stuck key, and storage is finite
const MOST_LETTERS = 15_000; // the server takes messages of 48 KiB, and a letter may be three bytes
const OTHER_TAB_MS = 3_000; // another tab has just sent it and is waiting for the answer

export class Outbox {
  voice = "";
  /** @type {Map<string, number>} not before: the server said "later" */
  #rest = new Map();

  /** @param {string} place "live.<code>." @param {string} role */
  constructor(place, role) {
    this.place = place;
    this.role = role;
  }

  /** On a shared tablet each voice has its own; what was made before there was a voice goes with whoever is here.
   * @param {string} id */
  #key(id, voice = this.voice) {
    return `${this.place}outbox.${this.role}.${voice}.${id}`;
  }

  /** @param {string} key */
  holds(key) {
    return ["", this.voice].some((voice) => key.startsWith(this.#key("", voice)));
  }

  /** @returns {Entry[]} oldest first, what was refused included */
  all() {
    return store
      .keys(this.place)
      .filter((key) => this.holds(key))
      .map((key) => store.get(key))
      .filter((entry) => entry?.id)
      .sort((a, b) => a.made - b.made);
  }

  waiting() {
    return this.all().filter((entry) => !entry.why);
  }

  /** @param {string} id */
  find(id) {
    return this.all().find((entry) => entry.id === id);
  }

  /** What should go out now, in the order in which it was made. */
  due() {
    const now = Date.now();
    return this.waiting().filter(
      ({ id, tab, tried }) => now >= (this.#rest.get(id) ?? 0) && (!tab || tab === TAB || now - tried > OTHER_TAB_MS),
    );
  }

  /**
   * Keep a request (or, with `why`, only its words).
   * @param {Pick<Entry, "name" | "fields" | "about" | "form" | "says" | "words" | "until" | "why">} request
   * @returns {string | Entry} the entry, or a sentence that says why it cannot be kept
   */
  add(request) {
    if (JSON.stringify(request.fields).length > MOST_LETTERS)
      return "This is too long to send. Please make it shorter.";
    const all = this.all();
    const { about, why } = request;
    const unsent = about && !why && all.find((entry) => entry.about === about && !entry.tried && !entry.why);
    if (unsent) this.remove(unsent.id);
    else if (all.length >= MOST)
      return `This phone already keeps ${MOST} things that are not sent. Please wait until it is connected again.`;
    // One more than the last, so that a clock set back cannot turn the order round.
    const made = Math.max(Date.now(), (all[all.length - 1]?.made ?? 0) + 1);
    const entry = { ...request, id: freshId(), made, tried: 0, tab: "" };
    store.set(this.#key(entry.id), entry);
    return entry;
  }

  /** Written before it is sent: an entry marked in vain is sent twice (harmless), an unmarked one might be replaced.
   * @param {Entry} entry */
  tried(entry) {
    this.change(entry.id, { tried: Date.now(), tab: TAB });
  }

  /** @param {string} id */
  later(id) {
    this.#rest.set(id, Date.now() + 2_000 + Math.random() * 3_000);
  }

  /** Counted. What was asked earlier about the same thing must not be sent again after it, nor called "not sent".
   * @param {Entry} entry */
  done(entry) {
    for (const { id, about, made } of this.all())
      if (id === entry.id || (about && about === entry.about && made < entry.made)) this.remove(id);
  }

  /** Let go of what was meant for a moment that has passed. @param {string} why @returns {boolean} there was something */
  expire(why) {
    const late = this.waiting().filter(({ until }) => until && Date.now() > until);
    for (const { id } of late) this.change(id, { why });
    return late.length > 0;
  }

  /** This page goes: the next one need not wait for its answers. */
  release() {
    for (const entry of this.waiting()) if (entry.tab === TAB) this.change(entry.id, { tab: "" });
  }

  /** @param {string} id */
  remove(id) {
    store.cut(this.#key(id));
    store.cut(this.#key(id, ""));
  }

  /** @param {string} id @param {Partial<Entry>} news */
  change(id, news) {
    for (const key of new Set([this.#key(id), this.#key(id, "")])) {
      const entry = store.get(key);
      if (entry) store.set(key, { ...entry, ...news });
    }
  }

  /** The highest position that was acknowledged to this phone: a server whose journal ends below it has lost something.
   * @returns {{epoch: string, at: number}} */
  memory() {
    return { epoch: store.get(this.place + "epoch") ?? "", at: store.get(this.place + "at") ?? 0 };
  }

  /** @param {number} at @param {string} [epoch] another epoch is another journal, with positions of its own */
  remember(at, epoch) {
    const known = this.memory();
    const other = epoch !== undefined && epoch !== known.epoch;
    if (other) store.set(this.place + "epoch", epoch);
    if (other || (epoch === undefined && at > known.at)) store.set(this.place + "at", at);
  }
}
