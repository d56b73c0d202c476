// @ts-check
/**
 * Fills in the code of a badge that was scanned. The code stands after the "#" of the address, a part that browsers never send: so it
 * is in no log of a server or proxy. From here on it is not in this browser's history either.
 */
const field = /** @type {HTMLInputElement | null} */ (document.getElementById("badge"));

function fill() {
  const code = /^#([0-9a-z-]{9,12})$/i.exec(location.hash)?.[1];
  if (!code) return;
  history.replaceState(history.state, "", location.pathname + location.search);
  if (field) field.value = code.replace(/^(.{4})(.{4})(.)$/, "$1-$2-$3");
}

fill();
addEventListener("hashchange", fill); // another badge is scanned while this page is open
