// The shell and the last Today open at once, also without signal. No other page is ever kept, so no money page is.
const FILES = `files-${VERSION}`;
const PAGES = "pages";
let written = false;

self.addEventListener("install", (event) => event.waitUntil(caches.open(FILES).then((files) => files.addAll(SHELL))));
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== FILES && name !== PAGES) await caches.delete(name);
  await self.clients.claim();
})()));

const remember = async (key, answer) => {
  const signedIn = answer.ok && !answer.redirected && answer.headers.get("Content-Type")?.includes("text/html");
  if (signedIn) {
    const headers = new Headers(answer.headers);
    headers.set("X-Kept-At", Date.now());
    const body = await answer.clone().blob();
    await (await caches.open(PAGES)).put(key, new Response(body, { headers }));
  } else if (answer.redirected || answer.status === 401 || answer.status === 403) await (await caches.open(PAGES)).delete(key);
  return answer;
};
const recall = async (key) => (await caches.open(PAGES)).match(key);
const dated = async (kept) => {
  const html = (await kept.text()).replace("<html ", `<html data-as-of="${Number(kept.headers.get("X-Kept-At"))}" `);
  return new Response(html, { headers: kept.headers });
};

const today = async (request) => {
  const kept = request.mode === "navigate" && !written && (await recall("/"));
  written = false;
  if (kept) return dated(kept);
  try { return await remember("/", await fetch(request)); } catch (error) {
    const old = request.mode === "navigate" && (await recall("/"));
    if (old) return dated(old);
    throw error;
  }
};
const capture = async (request) => {
  try { return await remember("/new/#sheet", await fetch(request)); } catch (error) {
    const kept = await recall("/new/#sheet");
    if (kept) return kept;
    throw error;
  }
};
const elsewhere = async (request) => {
  try { return await fetch(request); } catch (error) {
    if (await recall("/")) return Response.redirect("/");
    throw error;
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method !== "GET") { written = true; return; }
  if (pathname.startsWith("/assets/")) event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
  else if (pathname === "/" && !search) event.respondWith(today(request));
  else if (pathname === "/new/" && !search && request.headers.has("HX-Request")) event.respondWith(capture(request));
  else if (request.mode === "navigate") event.respondWith(elsewhere(request));
});

self.addEventListener("sync", (event) => {
  if (event.tag !== "unsent") return;
  event.waitUntil((async () => {
    const pages = await self.clients.matchAll();
    if (pages.length) return pages.forEach((page) => page.postMessage("unsent"));
    const html = await (await fetch("/", { credentials: "same-origin" })).text();
    const found = html.match(/<meta name="csrf" content="([^"]+)"/);
    if (found) await self.unsent.send(found[1]);
  })());
});

self.addEventListener("push", (event) => {
  let told = {};
  try { told = event.data?.json() || {}; } catch { return; }
  const { title, body, tag, navigate } = told.notification || told;
  if (title) event.waitUntil(self.registration.showNotification(title, { body, tag, icon: "/icon-180.png", data: { navigate } }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const target = new URL(event.notification.data?.navigate || "/", location.origin);
  if (target.origin !== location.origin) return;
  event.waitUntil((async () => {
    const [page] = await self.clients.matchAll({ type: "window" });
    return page ? page.navigate(target.href).then((one) => one?.focus()) : self.clients.openWindow(target.href);
  })());
});
