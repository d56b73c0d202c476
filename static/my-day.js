// @ts-check
/**
 * My day: what starts next and in how many minutes, counted by this phone's clock and put right by the hall's, which each copy
 * of the list brings along. Without this the server says it, as it was when the page came.
 */

const EARLY = 5; // minutes before the start at which it is said aloud

/** @param {number} left @param {string} starts @returns {string} as `begins_in` in live/fragments/delegate/my_day.py */
const beginsIn = (left, starts) =>
  left >= 60 ? `starts at ${starts}` : left === 0 ? "starts now" : `starts in ${left} ${left === 1 ? "minute" : "minutes"}`;

/** @param {any} part @param {(text: string) => void} announce */
export function start(part, announce) {
  let clock = "";
  let midnight = 0; // of the hall, by this phone's clock
  let heard = "";
  const look = () => {
    const day = part.querySelector("[data-clock]");
    const box = part.querySelector("[data-next]");
    if (!day || !box) return;
    if (day.dataset.clock !== clock) {
      clock = day.dataset.clock;
      midnight = Date.now() - Number(clock) * 1000;
    }
    const now = Math.floor((Date.now() - midnight) / 60_000);
    const next =
      now < 24 * 60 &&
      [...part.querySelectorAll("[data-starts]")].find((/** @type {any} */ entry) => entry.dataset.starts >= now);
    box.hidden = !next;
    if (!next) return;
    const title = next.querySelector("[data-title]").textContent.trim();
    const room = next.querySelector("[data-room]")?.textContent;
    const left = next.dataset.starts - now;
    const words = beginsIn(left, next.querySelector("time").textContent) + (room ? `, in ${room}` : "");
    for (const [query, text] of [
      ["[data-next-title]", title],
      ["[data-next-words]", words],
    ]) {
      const place = box.querySelector(query);
      if (place.textContent !== text) place.textContent = text;
    }
    if (left === EARLY && heard !== next.id) announce(`${title} ${words}.`);
    if (left <= EARLY) heard = next.id;
  };
  look();
  setInterval(look, 1_000);
  document.addEventListener("mark", look); // the list was told anew
}
