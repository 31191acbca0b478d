// What was written without signal: kept on this phone, locked with a key that cannot leave it, sent once.
const wait = (request) => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});
const store = async (mode, act) => {
  const opening = indexedDB.open("forecourt", 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("unsent", { keyPath: "id" });
    opening.result.createObjectStore("keys");
  };
  const db = await wait(opening);
  try { return await wait(act((name) => db.transaction(name, mode).objectStore(name))); } finally { db.close(); }
};
const lock = async () => {
  const kept = await store("readonly", (at) => at("keys").get("lock"));
  if (kept) return kept;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await store("readwrite", (at) => at("keys").put(made, "lock"));
  return made;
};

const keep = async (url, form) => {
  form.delete("csrfmiddlewaretoken"); // the token of the session that sends it counts
  const packed = new Response(form);
  const [kind, body, iv] = [packed.headers.get("Content-Type"), await packed.arrayBuffer(), crypto.getRandomValues(new Uint8Array(12))];
  const locked = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await lock(), body);
  await store("readwrite", (at) => at("unsent").put({ id: form.get("client_id"), at: Date.now(), url, kind, iv, locked }));
};
const waiting = () => store("readonly", (at) => at("unsent").getAll());

// Sends in the order of writing. Stops at the first sign of no signal; the server knows the id and keeps one.
const send = async (token) => {
  let sent = 0;
  for (const { id, url, kind, iv, locked } of (await waiting()).sort((a, b) => a.at - b.at)) {
    const body = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await lock(), locked);
    const headers = { "Content-Type": kind, "X-CSRFToken": token, "HX-Request": "true", "X-Sent-Later": "1" };
    const answer = await fetch(url, { method: "POST", headers, body, credentials: "same-origin", redirect: "manual" });
    if (!answer.ok && answer.type !== "opaqueredirect") return { sent, refused: answer.status, url };
    await store("readwrite", (at) => at("unsent").delete(id));
    sent += 1;
  }
  return { sent };
};
const wipe = async () => {
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  await wait(indexedDB.deleteDatabase("forecourt"));
};
self.unsent = { keep, waiting, send, wipe };
