// The browser's service worker of the page: keeps all files of one build, so that the page works without a network.
// vite.config.js puts the names of the files in.

const FILES = __FILES__;
/** What index.html refers to: by their names, which follow from their content, it is known to be of this build. */
const FIRST = __FIRST__;
/** Fetched when somebody first wants them, where the browser is asked to save data. */
const LARGE = /\/vega-/u;
/** Fetched when somebody first wants it, and kept from then on: few measure. */
const RARE = /\/measure_bg/u;

const OWN = `whorunsit ${registration.scope} `;
const NAME = `${OWN}__VERSION__`;
const address = (path) => new URL(path, registration.scope).href;
const ADDRESSES = new Set(FILES.map(address));
const PAGES = new Set([address("./"), address("./index.html")]);

addEventListener("install", (event) => {
  event.waitUntil(keep().then(() => skipWaiting()));
});

async function keep() {
  const response = await fetch(address("./"), { cache: "no-cache" });
  const page = await response.text();
  // A host that is half-way through a deployment, or asks to sign in. The browser tries again another time.
  if (!response.ok || FIRST.some((name) => !page.includes(name))) throw new Error("the page is of another build");
  const cache = await caches.open(NAME);
  const saves = navigator.connection?.saveData === true;
  const wanted = FILES.filter((path) => !RARE.test(path) && !(saves && LARGE.test(path)));
  await cache.addAll(wanted.map(address));
  // Not the response itself: a browser opens no page with one that was redirected.
  await cache.put(address("./"), new Response(page, { headers: response.headers }));
}

addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([forget(), clients.claim()]));
});

// A page of the build before may still be open, and has not loaded all of its files.
async function forget() {
  const others = (await caches.keys()).filter((name) => name.startsWith(OWN) && name !== NAME);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const place = origin + pathname;
  // The newest page there is, with the files that it names: builds never mix.
  if (request.mode === "navigate" && PAGES.has(place)) event.respondWith(fetch(request).catch((error) => page(error)));
  else if (request.method === "GET" && place.startsWith(address("./assets/"))) event.respondWith(file(request));
});

async function page(error) {
  const found = await (await caches.open(NAME)).match(address("./"));
  if (found === undefined) throw error;
  return found;
}

async function file(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept !== undefined) return kept;
  const response = await fetch(request);
  if (response.ok && ADDRESSES.has(request.url)) await (await caches.open(NAME)).put(request, response.clone());
  return response;
}
