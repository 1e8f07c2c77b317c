import {ConnectionLostError, RPCError} from "@web/core/network/rpc";
import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {reactive} from "@odoo/owl";

// An act that hears nothing for so long is sent again: its key makes that safe
const PATIENCE = 20000;
const RETRY_DELAYS = [500, 1000, 2000, 4000, 8000];
// After so many errors of the server a person decides what becomes of an entry
const TRIES = 5;
// Somebody else had the record for a moment: it is tried again like a lost line
const BUSY = "odoo.addons.dialogue_tthc.models.moves_mixin.BusyError";
const SIGNED_OUT = "odoo.http.SessionExpiredException";
const REFUSALS = new Set([
    "odoo.exceptions.AccessError",
    "odoo.exceptions.MissingError",
    "odoo.exceptions.RedirectWarning",
    "odoo.exceptions.UserError",
    "odoo.exceptions.ValidationError",
]);

/**
 * A key that nobody else gives; also where the page is not served securely.
 *
 * @returns {String}
 */
export function newKey() {
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Whether the browser really keeps what it is given.
 *
 * Where storage is forbidden, Odoo puts one in its place that keeps nothing it lists.
 *
 * @param {String} place
 * @returns {Boolean}
 */
function canKeep(place) {
    const storage = browser.localStorage;
    const slot = `${place}/probe`;
    try {
        storage.setItem(slot, "1");
        const slots = Array.from({length: storage.length}, (_, at) => storage.key(at));
        storage.removeItem(slot);
        return slots.includes(slot);
    } catch {
        return false;
    }
}

/**
 * What was entered at the console and is not known to be on the server yet.
 *
 * Each entry is kept in the browser before it is sent, and taken out when the server
 * has confirmed it: neither a lost line, a reload nor a restart of the server loses it.
 * Entries are sent one after the other, in the order in which they were entered; each
 * has a key, by which the server does it once however often it comes. What the server
 * refuses stays, with the reason, until a person mends or drops it.
 */
export class ConsoleQueue {
    /**
     * @param {Object} options
     * @param {String} options.place of the browser's storage, one per user and session
     * @param {Function} options.send (act, key, vals) that gives a promise of the result
     * @param {Function} options.onDone (entry, result) after the server confirmed
     */
    constructor({place, send, onDone}) {
        this.place = place;
        this.send = send;
        this.onDone = onDone;
        // How often in a row nothing came of it, and how often the server failed
        this.tries = 0;
        this.failures = 0;
        this.isSending = false;
        this.state = reactive({
            entries: [],
            isOnline: true,
            isSignedOut: false,
            isKept: true,
        });
        this.listeners = [
            ["online", () => this.flush()],
            ["storage", (event) => this.onStorage(event)],
        ];
    }

    start() {
        for (const [name, listener] of this.listeners) {
            browser.addEventListener(name, listener);
        }
        this.read();
        this.flush();
    }

    stop() {
        this.isStopped = true;
        browser.clearTimeout(this.timer);
        for (const [name, listener] of this.listeners) {
            browser.removeEventListener(name, listener);
        }
    }

    get waiting() {
        return this.state.entries.filter((entry) => !entry.refused);
    }

    // ------------------------------------------------------------------
    // Kept in the browser
    // ------------------------------------------------------------------

    slotOf(entry) {
        return `${this.place}/entry/${entry.order}/${entry.key}`;
    }

    /** Reads the entries anew, in the order in which they were entered. */
    read() {
        const kept = [];
        for (let index = 0; index < browser.localStorage.length; index++) {
            const slot = browser.localStorage.key(index);
            if (slot.startsWith(`${this.place}/entry/`)) {
                kept.push(JSON.parse(browser.localStorage.getItem(slot)));
            }
        }
        // What the browser could not keep is in this page alone; of what was mended since
        // it was kept, too, the page has the last words
        const unkept = this.state.entries.filter((entry) => entry.isUnkept);
        const keys = new Set(unkept.map((entry) => entry.key));
        this.state.entries = [
            ...kept.filter((entry) => !keys.has(entry.key)),
            ...unkept,
        ].sort((a, b) => (a.order < b.order ? -1 : 1));
    }

    keep(entry) {
        entry.isUnkept = !canKeep(this.place);
        if (!entry.isUnkept) {
            try {
                browser.localStorage.setItem(this.slotOf(entry), JSON.stringify(entry));
            } catch {
                // Full: as where it is forbidden, one is told not to close the page
                entry.isUnkept = true;
            }
        }
        this.state.isKept = !this.state.entries.some((e) => e.isUnkept);
    }

    onStorage(event) {
        // Another window of the same secretary entered or sent something
        if (!event.key || event.key.startsWith(`${this.place}/entry/`)) {
            this.read();
        }
    }

    // ------------------------------------------------------------------
    // Entering
    // ------------------------------------------------------------------

    /**
     * Keeps one act and sends it as soon as it is its turn.
     *
     * @param {String} act
     * @param {Object} vals
     * @param {String} [key] of a refused entry that this one replaces; if it was sent
     *     meanwhile, the server knows the key and records nothing twice
     * @returns {Object} the entry
     */
    add(act, vals, key = null) {
        const old = key && this.state.entries.find((entry) => entry.key === key);
        const entry = old || {
            key: key || newKey(),
            order: this.nextOrder(),
            at: Date.now(),
        };
        Object.assign(entry, {act, vals, refused: false});
        if (!old) {
            this.state.entries.push(entry);
        }
        this.keep(entry);
        this.flush();
        return entry;
    }

    /** Text that sorts by when it was entered; within a millisecond too. */
    nextOrder() {
        const last = this.state.entries.at(-1);
        const number = Math.max(Date.now() * 1000, last ? Number(last.order) + 1 : 0);
        return String(number).padStart(20, "0");
    }

    retry(entry) {
        entry.refused = false;
        this.keep(entry);
        this.flush();
    }

    drop(entry) {
        this.state.entries = this.state.entries.filter((e) => e.key !== entry.key);
        this.state.isKept = !this.state.entries.some((e) => e.isUnkept);
        browser.localStorage.removeItem(this.slotOf(entry));
    }

    // ------------------------------------------------------------------
    // Sending
    // ------------------------------------------------------------------

    /** Sends what waits, one after the other; never two at once. */
    async flush() {
        if (this.isSending || this.isStopped) {
            return;
        }
        this.isSending = true;
        browser.clearTimeout(this.timer);
        try {
            const locks = window.navigator.locks;
            if (locks) {
                // Two windows of one secretary take turns, so that the order holds
                await locks.request(this.place, () => this.sendAll());
            } else {
                await this.sendAll();
            }
        } finally {
            this.isSending = false;
        }
        if (this.waiting.length && !this.isStopped) {
            const delay = RETRY_DELAYS[Math.min(this.tries, RETRY_DELAYS.length - 1)];
            this.timer = browser.setTimeout(() => this.flush(), delay);
        }
    }

    async sendAll() {
        this.read();
        let entry = this.waiting[0];
        while (entry && !this.isStopped && (await this.sendOne(entry))) {
            entry = this.waiting[0];
        }
    }

    /**
     * @param {Object} entry
     * @returns {Boolean} whether the next one may go
     */
    async sendOne(entry) {
        const ago = (Date.now() - entry.at) / 1000;
        let result = null;
        try {
            result = await this.patiently(
                this.send(entry.act, entry.key, {...entry.vals, ago}),
            );
        } catch (error) {
            return this.onError(entry, error);
        }
        this.tries = this.failures = 0;
        this.state.isOnline = true;
        this.state.isSignedOut = false;
        this.drop(entry);
        this.onDone(entry, result);
        return true;
    }

    patiently(promise) {
        let timer = null;
        const lost = new Promise((_, reject) => {
            timer = browser.setTimeout(() => {
                promise.abort?.(false);
                reject(new ConnectionLostError());
            }, PATIENCE);
        });
        return Promise.race([promise, lost]).finally(() => browser.clearTimeout(timer));
    }

    onError(entry, error) {
        this.tries++;
        if (!(error instanceof RPCError)) {
            this.state.isOnline = false;
            return false;
        }
        this.state.isOnline = true;
        if (error.exceptionName === SIGNED_OUT) {
            this.state.isSignedOut = true;
            return false;
        }
        const isRefused = REFUSALS.has(error.exceptionName);
        this.failures++;
        if (!isRefused && this.failures < TRIES) {
            return false;
        }
        this.tries = this.failures = 0;
        // By key: the list may have been read anew meanwhile
        const kept = this.state.entries.find((e) => e.key === entry.key) || entry;
        kept.refused =
            isRefused || error.exceptionName === BUSY
                ? error.data?.message || error.message
                : _t(
                      "The server failed on this entry. Try again, or tell the administrator.",
                  );
        this.keep(kept);
        return true;
    }
}
