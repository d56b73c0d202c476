// @ts-check
/** Sharing 100 points: buttons that give and take ten, and how many are left, always in view. */

const ALL = 100;
const STEP = 10;
const QUIET_MS = 700; // while somebody taps on, only the last state is said

/** @param {any} form @param {(text: string) => void} announce */
export function start(form, announce) {
  let later = 0;
  /** @returns {any[]} */
  const shares = () => [...form.querySelectorAll("[data-share]")];
  /** @param {any} share */
  const fieldOf = (share) => share.querySelector("input");
  /** What stands in a field; NaN if it is no number of points. @param {any} share */
  const pointsOf = (share) => {
    const text = fieldOf(share).value.trim();
    return /^\d{0,6}$/.test(text) ? Number(text) : NaN;
  };
  const left = () => shares().reduce((rest, share) => rest - (pointsOf(share) || 0), ALL);
  /** @param {number} rest */
  const points = (rest) => (Math.abs(rest) === 1 ? "point" : "points");

  function draw() {
    const rest = left();
    const purse = form.querySelector("[data-purse]");
    if (!purse) return;
    purse.dataset.state = rest < 0 ? "over" : rest ? "some" : "done";
    purse.querySelector("[data-left]").textContent = String(Math.abs(rest));
    const words = { over: `${points(rest)} too many`, some: `${points(rest)} left`, done: "points left: ready to send" };
    purse.querySelector("[data-words]").textContent = words[purse.dataset.state];
    for (const share of shares()) {
      const given = pointsOf(share) || 0;
      share.dataset.state = given ? "some" : "none";
      share.style.setProperty("--share", String(Math.min(1, given / ALL)));
      for (const button of share.querySelectorAll("[data-step]")) {
        button.hidden = false;
        // Not `disabled`: the focus of whoever walks by keyboard would be lost with the last points.
        button.setAttribute("aria-disabled", String(button.dataset.step < 0 ? !given : rest <= 0));
      }
    }
  }

  function tell() {
    const rest = left();
    clearTimeout(later);
    later = setTimeout(() => {
      if (rest < 0) announce(`${-rest} ${points(rest)} too many`);
      else announce(rest ? `${rest} ${points(rest)} left` : "All 100 points are shared");
    }, QUIET_MS);
  }

  /** Give ten more or fewer: to the next ten, and never more than there are. @param {any} button */
  function step(button) {
    const share = button.closest("[data-share]");
    const field = fieldOf(share);
    const given = pointsOf(share) || 0;
    if (button.getAttribute("aria-disabled") === "true")
      return announce(button.dataset.step < 0 ? "It has no points" : "No points left. Take some back from another answer.");
    const wanted = Math.max(0, given + Number(button.dataset.step));
    field.value = String(button.dataset.step < 0 ? wanted : Math.min(wanted, given + Math.min(STEP, left())));
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  form.words = () =>
    shares()
      .filter((share) => fieldOf(share).value.trim() && pointsOf(share) !== 0)
      .map((share) => `${fieldOf(share).value.trim()} for ${share.querySelector(".share__text").textContent.trim()}`)
      .join(", ") || (form.querySelector("[name$='vote.pass']:checked")?.labels[0].textContent.trim() ?? "");

  form.addEventListener("click", (/** @type {any} */ { target }) => {
    const button = target.closest("[data-step]");
    if (button) step(button);
  });
  form.addEventListener("input", (/** @type {any} */ { target }) => {
    draw();
    if (target.closest("[data-share]")) tell();
  });
  form.addEventListener("marked", () => queueMicrotask(draw)); // after a draft was put back too
  draw();
}
