// @ts-check
/** The bell on a phone: says once how long the round still has, and marks whose round it is. Fetched when it rings. */

/** @param {any} part @param {(text: string) => void} announce */
export function start(part, announce) {
  const { topics, sessions, says, ends } = part.dataset;
  /** @param {any} mine */
  const mark = (mine) => {
    const own =
      topics.split(" ").some((/** @type {string} */ topic) =>
        Boolean(mine.topics?.[topic] || mine.proposed?.includes(+topic) || mine.hosted?.includes(+topic)),
      ) || sessions.split(" ").some((/** @type {string} */ session) => mine.seats?.[session] === 0);
    part.querySelector("[data-yours]").hidden = !own;
    return own;
  };
  const own = mark(JSON.parse(document.getElementById("mine")?.textContent || "{}"));
  document.addEventListener("mark", (event) => mark(/** @type {any} */ (event).detail.mine));
  let heard = "";
  try {
    heard = sessionStorage.bell; // on another page of this phone
    sessionStorage.bell = ends;
  } catch {} // a browser that keeps nothing says it again
  if (heard !== ends) announce(own ? `${says} You are in this round.` : says);
}
