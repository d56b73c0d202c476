// @ts-check
/** An estimate: a slider beside the number. Each follows the other; nothing is chosen before somebody does something. */

/** @param {any} form */
export function start(form) {
  const field = () => form.querySelector("[data-number]");
  const slider = () => form.querySelector("[data-slider] input");

  /** What stands in the field, in units of the last decimal; NaN if it is no number. */
  function units() {
    const { decimals } = slider().dataset;
    let text = field().value.trim().replace(/[ \u00a0\u2009\u202f]/g, "").replace("−", "-").replace(/[^\d.,-]/g, "");
    if (decimals === "0") text = text.replace(/[.,](?=\d{3}(\D|$))/g, "");
    return text ? Math.round(Number(text.replace(",", ".")) * 10 ** decimals) : NaN;
  }

  /** @param {number} value */
  const words = (value) => {
    const { decimals, words } = slider().dataset;
    const text = (Math.abs(value) / 10 ** decimals).toLocaleString("en-GB", {
      minimumFractionDigits: Number(decimals),
      maximumFractionDigits: Number(decimals),
    });
    return (value < 0 ? "−" : "") + words.replace("#", text);
  };

  function draw() {
    if (!slider()) return;
    const value = units();
    const { least, most } = slider().dataset;
    const known = value >= least && value <= most;
    form.querySelector("[data-slider]").hidden = false;
    form.querySelector("[data-start]").hidden = known;
    slider().dataset.state = known ? "chosen" : "none";
    if (known) slider().value = value;
    slider().setAttribute("aria-valuetext", known ? words(value) : "Nothing chosen yet");
  }

  /** From the slider into the field. Its ends are round numbers, which may lie outside of the range. */
  function take() {
    const { least, most, decimals } = slider().dataset;
    const value = Math.min(most, Math.max(least, slider().value));
    field().value = (value / 10 ** decimals).toFixed(decimals);
    field().dispatchEvent(new Event("input", { bubbles: true }));
  }

  form.words = () => {
    const value = units();
    if (!Number.isNaN(value)) return words(value);
    return field()?.value.trim() || (form.querySelector("[name$='vote.pass']:checked")?.labels[0].textContent.trim() ?? "");
  };

  form.addEventListener("input", (/** @type {any} */ { target }) => (target === slider() ? take() : draw()));
  form.addEventListener("pointerup", (/** @type {any} */ { target }) => {
    // A touch right where the slider begins does not move it, and says nothing of itself.
    if (target === slider() && target.dataset.state === "none") take();
  });
  form.addEventListener("marked", () => queueMicrotask(draw));
  draw();
}
