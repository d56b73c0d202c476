// @ts-check
/**
 * The line between one page and the server. It promises that what is in the outbox gets there, and comes back for ever.
 *
 *     open ──▶ hello ──▶ welcome, frames (catch up) ──▶ outbox, in order ──▶ frames, answers ...
 *      ▲                                                                          │
 *      └────────── a pause that grows, with jitter ◀──── silence, close ◀─────────┘
 *
 * A dead network looks alive: send() succeeds, readyState is 1 and no close ever comes. So only what was heard counts.
 * When we have been listening in vain, we ping; when that is not answered, the socket is given up and a new one opened.
 * Where sockets never open although HTTP works (some offices, some schools), the same answers are fetched.
 *
 * @typedef {object} Ends what the page gives
 * @property {string} path  of the conference, without a slash at the end
 * @property {import("./outbox.js").Outbox} outbox
 * @property {() => object} hello
 * @property {() => string} seen  the query for frames
 * @property {(entry: import("./outbox.js").Entry) => number} until by the server's clock; 0 = at any time
 * @property {(message: any) => void} hear
 * @property {(state: "waiting" | "live" | "offline", say?: string) => void} show
 */

const SILENCE_MS = 25_000; // then we ask whether anybody is there: not often, since each time wakes the phone's radio
const ASKED_SILENCE_MS = 2_000; // the same while a request waits for its answer
const PONG_MS = 5_000;
const WAKE_PONG_MS = 2_500; // somebody has just taken the phone out and looks at it
const OPEN_MS = 8_000; // some proxies swallow the upgrade and never answer
const LONGEST_PAUSE_MS = 10_000;
const POLL_MS = 3_000;
const SOCKET_WHILE_POLLING_MS = 30_000;
const RESEND_MS = 10_000; // the line is alive and yet there is no answer: ask once more, the id makes it harmless
const STABLE_MS = 10_000; // a socket that dies sooner was no success: a crashing server must not be hammered

/** An answer as JSON, or an error: also when a hotel's login page answers in its place.
 * @param {string} url @param {RequestInit} [how] */
async function ask(url, how) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), OPEN_MS);
  try {
    const answer = await fetch(url, {
      ...how,
      headers: { Accept: "application/json" },
      cache: "no-store",
      signal: abort.signal,
    });
    return await answer.json();
  } finally {
    clearTimeout(timer);
  }
}

export class Line {
  /** @type {WebSocket | null} */
  #socket = null;
  #welcomed = false;
  #everWelcomed = false;
  #failures = 0;
  #opened = 0;
  #heard = 0;
  /** When the pong is due; 0 = none is waited for. */
  #pongDue = 0;
  /** What went out on this socket and is not answered yet, and when. @type {Map<string, number>} */
  #sent = new Map();
  #timer = 0;
  #polling = false;
  #pollTimer = 0;
  #posting = false;
  #stopped = false;

  /** @param {Ends} ends */
  constructor(ends) {
    this.ends = ends;
    this.url = location.origin.replace(/^http/, "ws") + ends.path + "/live";
    // A screen comes in also where there is no room for one more phone.
    if (document.body.dataset.role === "screen") this.url += "?screen";
    const wake = () => document.hidden || this.#wake();
    document.addEventListener("visibilitychange", wake);
    addEventListener("online", wake);
    addEventListener("offline", wake); // only a hint that it is worth asking
    // Pages rest in the back/forward cache together with sockets that are long dead: let go before, open anew after.
    addEventListener("pagehide", () => {
      this.#forget();
      clearTimeout(this.#pollTimer);
      ends.outbox.release();
    });
    addEventListener("pageshow", wake);
    setInterval(() => this.#listen(), 1_000);
    this.#open();
  }

  /** Send what is due. Call it whenever something was put in the outbox. */
  flush() {
    const now = Date.now();
    if (this.#welcomed)
      for (const entry of this.ends.outbox.due()) {
        if (now - (this.#sent.get(entry.id) ?? 0) < RESEND_MS) continue;
        this.#sent.set(entry.id, now);
        this.ends.outbox.tried(entry);
        const { id, name, fields } = entry;
        this.#send({ t: "do", id, name, fields, until: this.ends.until(entry) });
      }
    else if (this.#polling) this.#post();
  }

  #open() {
    clearTimeout(this.#timer);
    if (this.#stopped || this.#socket) return;
    const socket = (this.#socket = new WebSocket(this.url));
    this.#opened = Date.now();
    socket.onopen = () => socket === this.#socket && this.#send({ t: "hello", ...this.ends.hello() });
    socket.onmessage = ({ data }) => socket === this.#socket && this.#hear(JSON.parse(data));
    socket.onclose = ({ code }) => {
      if (socket !== this.#socket) return;
      if (code === 4403) this.#hear({ t: "bye" });
      else this.#drop();
    };
  }

  /** @param {object} message */
  #send(message) {
    // In a socket that is closing this does nothing, and that is well: nothing counts as sent until it is answered.
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(message));
  }

  /** @param {any} message */
  #hear(message) {
    this.#heard = Date.now();
    this.#pongDue = 0;
    switch (message.t) {
      case "pong":
        return;
      case "welcome":
        this.#welcomed = this.#everWelcomed = true;
        this.#polling = false;
        clearTimeout(this.#pollTimer);
        this.ends.show("live");
        break;
      case "bye":
        this.#stopped = true;
        this.#forget();
        return this.ends.show("offline", message.say || "This link is no longer valid.");
      case "done":
      case "refused":
      case "later":
        this.#sent.delete(message.id);
    }
    this.ends.hear(message);
    // Only now, after hello was understood: a server drops requests of somebody it does not know yet.
    if (message.t === "welcome") this.flush();
  }

  #listen() {
    const now = Date.now();
    if (!this.#socket) return;
    if (!this.#welcomed) {
      if (now - this.#opened > OPEN_MS) this.#drop();
    } else if (this.#pongDue) {
      if (now > this.#pongDue) this.#drop();
    } else if (now - this.#heard > (this.#sent.size ? ASKED_SILENCE_MS : SILENCE_MS)) this.#ping(PONG_MS);
    this.flush(); // what was told to wait, and what other tabs left
  }

  /** @param {number} patience */
  #ping(patience) {
    this.#pongDue = Date.now() + patience;
    this.#send({ t: "ping" });
  }

  #wake() {
    if (!this.#socket) this.#open();
    else if (this.#welcomed) this.#ping(WAKE_PONG_MS);
    if (this.#polling) this.#poll();
  }

  #forget() {
    const socket = this.#socket;
    this.#socket = null;
    this.#welcomed = false;
    this.#pongDue = 0;
    this.#sent.clear();
    clearTimeout(this.#timer);
    socket?.close();
  }

  #drop() {
    const stable = this.#welcomed && Date.now() - this.#opened > STABLE_MS;
    this.#forget();
    this.#failures = stable ? 0 : this.#failures + 1;
    if (!this.#polling) {
      this.ends.show(this.#failures ? "offline" : "waiting");
      // A server that is only restarting should not be asked both ways by 5,000 phones at once.
      if (this.#failures >= (this.#everWelcomed ? 6 : 2)) this.#poll();
    }
    const pause = this.#polling ? SOCKET_WHILE_POLLING_MS : Math.min(LONGEST_PAUSE_MS, 300 * 2 ** this.#failures);
    this.#timer = setTimeout(() => this.#open(), pause * (0.3 + 0.7 * Math.random()));
  }

  async #poll() {
    clearTimeout(this.#pollTimer);
    if (this.#stopped || this.#welcomed) return;
    try {
      const answer = await ask(`${this.ends.path}/frames?${this.ends.seen()}`);
      if (this.#welcomed) return; // a socket was quicker
      if (answer.t === "bye") return this.#hear(answer);
      this.ends.hear({ ...answer.welcome, t: "welcome" });
      for (const frame of answer.frames) this.ends.hear({ ...frame, t: "frame" });
    } catch {
      this.#polling = false; // the socket's pauses go on, and bring us back here
      if (!this.#welcomed) this.ends.show("offline");
      return;
    }
    this.#polling = true;
    this.ends.show("live");
    this.#pollTimer = setTimeout(() => this.#poll(), POLL_MS * (0.9 + 0.2 * Math.random()));
    await this.#post();
  }

  /** One after the other, so that they arrive in order. */
  async #post() {
    if (this.#posting) return;
    this.#posting = true;
    try {
      for (const entry of this.ends.outbox.due()) {
        const body = new URLSearchParams();
        for (const [name, values] of Object.entries(entry.fields)) for (const value of values) body.append(name, value);
        body.set("id", entry.id);
        body.set("limit", String(this.ends.until(entry)));
        this.ends.outbox.tried(entry);
        const answer = await ask(`${this.ends.path}/do/${entry.name}`, { method: "POST", body });
        this.#hear({ ...answer, id: entry.id }); // what is too long to be read is refused without one
      }
    } catch {
      // Not heard, so not sent: the next round tries again, with the same id.
    } finally {
      this.#posting = false;
    }
  }
}
