// @ts-check
/**
 * What somebody has in a session is told to them alone; what everybody sees of the session goes out to all. So in what is for all,
 * each seat is empty: before it comes onto the page, what stands there is put in. Loaded before live.js, which tells of what comes.
 */
document.addEventListener("ops", (/** @type {any} */ { detail: ops }) => {
  for (const op of ops) {
    const last = op.length - 1;
    if (/^seat-/.test(op[1]) || !/ class="seat /.test(op[last])) continue;
    const template = document.createElement("template");
    template.innerHTML = op[last];
    for (const seat of template.content.querySelectorAll(".seat")) {
      const known = document.getElementById(seat.id);
      if (known) seat.replaceWith(known.cloneNode(true));
    }
    op[last] = [...template.content.children].map((part) => part.outerHTML).join("");
  }
});
