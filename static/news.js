// @ts-check
/** News for one person, on top of whatever page is open: said aloud once. @param {any} part @param {(text: string) => void} announce */
export const start = (part, announce) => announce(part.querySelector("p").firstChild.textContent.trim());
