// @ts-check
/**
 * Sheets that say what is true when they are printed: while the page is open they follow the board, and the button looks once more
 * before it prints. Without this they are as they were when the page came, which is the time that stands on them.
 */
const OFTEN = 5_000; // quick enough for whoever prints by the browser's own menu
const LONGEST = 8_000;
const PARTS = ["prints-moment", "prints-sheets"];
const UNREACHED = "The server cannot be reached. The sheets are as of the time that stands on them.";

let looking = Promise.resolve();

/** One after the other, so that no slow answer takes the place of a newer one. */
const look = () => (looking = looking.then(read));

/** Put what the server has now onto the page, or say that it cannot be asked. */
async function read() {
  let words = "";
  try {
    const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(LONGEST) });
    if (!answer.ok) throw new Error(`${answer.status}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of PARTS) {
      const here = document.getElementById(id);
      const there = page.getElementById(id);
      if (here && there && here.innerHTML !== there.innerHTML) here.replaceChildren(...there.childNodes);
    }
  } catch {
    words = UNREACHED;
  }
  const trouble = document.getElementById("prints-trouble");
  if (trouble && trouble.textContent !== words) trouble.textContent = words;
}

const button = document.getElementById("prints-print");
if (button) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await look();
    await Promise.allSettled([...document.images].map((image) => image.decode()));
    print();
  });
}
setInterval(look, OFTEN);
document.addEventListener("visibilitychange", look); // browsers let hidden pages look more seldom
