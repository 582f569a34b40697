/**
 * Keeps a copy of the book for reading offline. `mio build --offline` puts BOOK, its version and its files, before this.
 *
 * A reader who is online always gets the pages that the host has now; the copy stands in when the host does not answer.
 * Files under assets/ carry their hash and never change, so the copy answers for them at once. What is no file of the
 * book, such as a live room below the same path, is left to the browser.
 *
 * A new version waits until every page of the old one is closed, as browsers have it: no open page loses its files.
 */
const scope = self.registration.scope;
const copies = `mio-book ${scope} `;
const copy = copies + BOOK.version;
/** After so many milliseconds without an answer, the host counts as out of reach. */
const PATIENCE = 4000;

const isHashed = (file) => file.startsWith("assets/");

/** The book's file that a request asks for; hosts may leave ".html" out of a page's address. */
function fileOf({ method, url }) {
  const { origin, pathname } = new URL(url);
  const address = origin + pathname;
  if (method !== "GET" || !address.startsWith(scope)) return undefined;
  const name = address.slice(scope.length) || "index.html";
  return [name, `${name}.html`].find((file) => BOOK.files.includes(file));
}

async function keep(file) {
  // A hashed file may be here from an earlier version. A page is asked for anew: the browser's own cache may be older.
  const known = isHashed(file) ? await caches.match(file) : undefined;
  const found = known ?? (await fetch(file, { cache: isHashed(file) ? "default" : "no-cache" }));
  if (!found.ok) throw new Error(`${file}: ${found.status}`);
  // Browsers refuse a page whose answer came by a redirect; a fresh answer with the same content has none.
  const kept = found.redirected ? new Response(await found.blob(), { headers: found.headers }) : found;
  await (await caches.open(copy)).put(file, kept);
}

async function answer(request, file) {
  const kept = await caches.match(file, { cacheName: copy, ignoreVary: true });
  if (kept === undefined) return fetch(request);
  if (isHashed(file)) return kept;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
  // Browsers guess how long they may keep a page whose host does not say; this asks the host each time.
  const asked = fetch(request, { cache: "no-cache" }).then((found) => (found.status < 500 ? found : kept), () => kept);
  return Promise.race([asked, late]);
}

async function letGoOfOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(copies) && name !== copy).map((name) => caches.delete(name)));
}

self.addEventListener("install", (event) => event.waitUntil(Promise.all(BOOK.files.map(keep))));
self.addEventListener("activate", (event) => event.waitUntil(letGoOfOthers()));
self.addEventListener("fetch", (event) => {
  const file = fileOf(event.request);
  if (file !== undefined) event.respondWith(answer(event.request, file));
});
