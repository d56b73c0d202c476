// @ts-check
/** Spending a budget: what is left, always in view, and what there is no money for any more, with the reason in words. */

const QUIET_MS = 700; // while somebody goes on choosing, only the last state is said

/** @param {any} form @param {(text: string) => void} announce */
export function start(form, announce) {
  let later = 0;
  /** @returns {any[]} */
  const projects = () => [...form.querySelectorAll("[data-project]")];
  /** @param {any} project */
  const box = (project) => project.querySelector("input");
  const purse = () => form.querySelector("[data-purse]");
  /** @param {number} amount */
  const money = (amount) => purse().dataset.money.replace("#", amount.toLocaleString("en-GB"));
  const spent = () =>
    projects().reduce((sum, project) => sum + (box(project).checked ? Number(project.dataset.project) : 0), 0);
  const left = () => Number(purse().dataset.budget) - spent();
  /** @param {number} rest */
  const words = (rest) => (rest < 0 ? "more than there is" : `of ${money(Number(purse().dataset.budget))} left`);

  function draw() {
    if (!purse()) return;
    const rest = left();
    purse().dataset.state = rest < 0 ? "over" : rest ? "some" : "done";
    purse().querySelector("[data-left]").textContent = money(Math.abs(rest));
    purse().querySelector("[data-words]").textContent = words(rest);
    for (const project of projects()) {
      const missing = Number(project.dataset.project) - rest;
      const cannot = !box(project).checked && missing > 0;
      box(project).disabled = cannot;
      project.querySelector("[data-why]").textContent = cannot ? `${money(missing)} short. Leave something else out first.` : "";
    }
  }

  form.words = () => {
    const chosen = projects().filter((project) => box(project).checked);
    const names = chosen.map((project) => project.querySelector(".option__text").textContent.trim()).join(", ");
    if (chosen.length) return `${names}: ${money(spent())} in all`;
    return form.querySelector("[name$='vote.pass']:checked")?.labels[0].textContent.trim() ?? "";
  };

  form.addEventListener("input", (/** @type {any} */ { target }) => {
    draw();
    if (!target.closest("[data-project]")) return;
    clearTimeout(later);
    later = setTimeout(() => announce(`${money(Math.abs(left()))} ${words(left())}`), QUIET_MS);
  });
  form.addEventListener("marked", () => queueMicrotask(draw));
  draw();
}
