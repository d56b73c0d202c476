// @ts-check
/**
 * Keeps the projector's machine awake while the screen page is shown. Browsers allow it on https and on localhost only: that is why
 * the screen is best opened on the server's own laptop. They take it back when the page is hidden, so it is asked for again.
 */

async function stayAwake() {
  if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
  try {
    await navigator.wakeLock.request("screen");
  } catch {
    // Refused, for example on a nearly empty battery: the picture goes on, and the machine sleeps when it wants to.
  }
}

document.addEventListener("visibilitychange", stayAwake);
stayAwake();
