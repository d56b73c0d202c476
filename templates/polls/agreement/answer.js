// @ts-check
/** Agreement: the field for a reason is there when a reason is asked for. Without this script it is always there. */

/** @param {any} part the form @param {(text: string) => void} announce */
export function start(part, announce) {
  const form = part.closest("form");
  const chosen = () => part.querySelector("input[type=radio]:checked");
  const text = () => part.querySelector("textarea");

  /** @param {Event} [event] */
  const draw = (event) => {
    const field = part.querySelector("[data-reason]");
    const needed = Boolean(chosen()?.matches("[data-needs-reason]"));
    text().required = needed;
    text().disabled = !needed; // what is not seen is not sent
    if (field.hidden !== needed) return;
    field.hidden = !needed;
    if (needed && event?.type === "input") announce("Please give your reason below.");
  };

  form.words = () => {
    const passed = part.querySelector("input[type=checkbox]:checked");
    const words = (chosen() ?? passed)?.labels[0].querySelector(".option__text").textContent.trim() ?? "";
    const reason = text().disabled ? "" : text().value.trim();
    return reason ? `${words}: ${reason}` : words;
  };
  form.addEventListener("input", draw);
  form.addEventListener("marked", draw);
  draw();
}
