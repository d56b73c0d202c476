// @ts-check
/**
 * On a device that several people may share: every page that is open is of whoever answers now. Another tab, or a page that comes
 * back by "Back", would else send in one person's name what another one means.
 */
import { store } from "./outbox.js";

const key = `live.${document.documentElement.dataset.code}.turn`;
const { voice } = JSON.parse(document.getElementById("mine")?.textContent || "{}");
const look = () => store.get(key) !== voice && location.reload();

store.set(key, voice);
addEventListener("storage", (news) => news.key === key && look());
addEventListener("pageshow", (shown) => shown.persisted && look());
