// @ts-check
/**
 * A mark in one of nine by nine cells, by pointer or with the arrow keys. Without this script there are nine fields, each a radio
 * button; they stay what has the focus and what a screen reader reads, and the exact cell is in a field of its own.
 */

const SIDE = 9;
/** The middle of one of three thirds, counted from 1. @param {number} cell 1 to 9 */
const middle = (cell) => Math.floor((cell - 1) / 3) * 3 + 2;
/** @param {number} cell */
const inside = (cell) => Math.min(SIDE, Math.max(1, cell));
/** @type {Record<string, [number, number]>} */
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

/** @param {any} form @param {(text: string) => void} announce */
export function start(form, announce) {
  const pad = () => form.querySelector(".place__pad");
  const at = () => form.querySelector(".place__at");
  /** @returns {any[]} */
  const radios = () => [...pad().querySelectorAll("input")];
  /** The radio button of the field that a cell is in. @param {number} across @param {number} up */
  const radioOf = (across, up) => radios().find((radio) => radio.value === `${middle(across)}.${middle(up)}`);
  /** @param {any} radio */
  const wordsOf = (radio) => radio.labels[0].textContent.trim();
  /** @param {string} value @returns {number[]} */
  const cellOf = (value) => (/^[1-9]\.[1-9]$/.test(value) ? value.split(".").map(Number) : []);

  function draw() {
    const exact = at();
    exact.disabled = false;
    pad().dataset.exact = "";
    for (const words of form.querySelectorAll(".place__fine")) words.hidden = false;
    exact.value ||= radios().find((radio) => radio.checked)?.value ?? "";
    const [across, up] = cellOf(exact.value);
    const mark = pad().querySelector(".place__mark");
    mark.hidden = !across;
    if (!across) return;
    radioOf(across, up).checked = true;
    mark.style.setProperty("--across", String((across - 0.5) / SIDE));
    mark.style.setProperty("--up", String((up - 0.5) / SIDE));
  }

  /** @param {number} across @param {number} up */
  function place(across, up) {
    at().value = `${inside(across)}.${inside(up)}`;
    draw();
    const radio = radioOf(inside(across), inside(up));
    announce(`near: ${wordsOf(radio)}. ${inside(across)} of ${SIDE} across, ${inside(up)} of ${SIDE} up`);
    radio.dispatchEvent(new Event("input", { bubbles: true }));
    return radio;
  }

  form.addEventListener("click", (/** @type {any} */ event) => {
    const radio = event.target.closest(".place__input");
    if (!radio) return;
    const { clientLeft: edge, clientWidth: width, clientHeight: height } = pad();
    const { left, bottom } = pad().getBoundingClientRect();
    const across = Math.ceil(((event.clientX - left - edge) / width) * SIDE);
    const up = Math.ceil(((bottom - edge - event.clientY) / height) * SIDE);
    // A click that was made without a pointer, by a key or a screen reader, means the middle of its field.
    const pointed = event.detail > 0 && radioOf(inside(across), inside(up)) === radio;
    const [middleAcross, middleUp] = cellOf(radio.value);
    place(pointed ? across : middleAcross, pointed ? up : middleUp);
  });
  form.addEventListener("keydown", (/** @type {any} */ event) => {
    const step = STEPS[event.key];
    const radio = event.target.closest(".place__input");
    if (!step || !radio || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const [across, up] = cellOf(at().value || radio.value);
    place(across + step[0], up + step[1]).focus();
  });
  form.addEventListener("marked", draw);
  form.words = () => {
    const [across, up] = cellOf(at().value);
    return across ? `${wordsOf(radioOf(across, up))} (${across} of ${SIDE} across, ${up} of ${SIDE} up)` : "";
  };
  draw();
}
