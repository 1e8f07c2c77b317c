/* Worker of the form: where it is loaded without a line, a page of ours says what
 * became of the text. It keeps that page, in each language of its visitor, and nothing
 * else. */
/* global caches, clients, self */
const KEPT = "dialogue-offline";
const PAGE = `/dialogue/offline${self.location.search}`;

self.addEventListener("install", (ev) => {
    const page = new Request(PAGE, {cache: "reload"});
    ev.waitUntil(
        caches
            .open(KEPT)
            .then((kept) => kept.add(page))
            .then(() => self.skipWaiting()),
    );
});

// A page without its language is of an earlier worker
const forget = () => caches.open(KEPT).then((kept) => kept.delete("/dialogue/offline"));

self.addEventListener("activate", (ev) =>
    ev.waitUntil(forget().then(() => clients.claim())),
);

// What comes below the path of the form is another page
const isForm = (request) => request.url.split(/[?#]/)[0] === self.registration.scope;

self.addEventListener("fetch", (ev) => {
    const {mode, method} = ev.request;
    if (mode === "navigate" && method === "GET" && isForm(ev.request)) {
        ev.respondWith(
            fetch(ev.request).catch(
                async () => (await caches.match(PAGE)) || Response.error(),
            ),
        );
    }
});
