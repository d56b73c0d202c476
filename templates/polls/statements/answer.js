// @ts-check
/**
 * Says which number belongs to which statement while a vote is kept on the phone. The form works without it.
 *
 * @param {any} form
 */
export function start(form) {
  form.words = () =>
    [...form.querySelectorAll(".statements__row")]
      .map((row) => {
        const chosen = row.querySelector("input:checked");
        if (!chosen?.value) return "";
        return `${row.querySelector(".statements__text").textContent}: ${chosen.labels[0].textContent.trim().replace(/\s+/g, " ")}`;
      })
      .filter(Boolean)
      .join("; ");
}
