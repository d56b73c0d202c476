// @ts-check
/** Notes of a talk are the same for everybody; whoever wrote one can change it, and is shown the way. */
document.addEventListener("mark", (event) => {
  const { root, mine } = /** @type {CustomEvent} */ (event).detail;
  const own = mine.notes ?? [];
  const notes = [...root.querySelectorAll("[data-note]"), ...(root.matches?.("[data-note]") ? [root] : [])];
  for (const note of notes)
    for (const way of note.querySelectorAll("[data-own]")) way.hidden = !own.includes(Number(note.dataset.note));
});
