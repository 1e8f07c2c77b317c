const PREFIX = "dialogue_draft_";
// Types of inputs in which a text is typed
export const TYPED = ["textarea", "text", "tel", "email"];
// Of a question, of which a page may have fewer than a text
export const QUESTION = /^(subject|question)(_\d+)?$/;
const OTHERS_MAX = 5;

/**
 * What this device keeps of one form and one person.
 *
 * @typedef {Object} Kept
 * @property {Array} [pairs] name and value of what was typed and chosen last
 * @property {Number} at when it was typed, in milliseconds by the server's clock
 * @property {String} [base] when the server's draft was saved that it goes on from
 * @property {Array} [sent] pairs that went to the server without an answer heard
 * @property {Boolean} [isSent] whether it went off, and no page has said yet that it came
 * @property {Array} others lists of pairs: other texts, of which none may get lost
 */

/**
 * @param {String} key
 * @returns {Kept|null}
 */
export function readKept(key) {
    let kept = null;
    try {
        kept = JSON.parse(localStorage.getItem(PREFIX + key));
    } catch {
        // No storage, or something else in it: as if nothing was kept
    }
    if (Array.isArray(kept)) {
        // As it was kept before it had a time
        kept = {at: 0, pairs: kept};
    }
    return kept && {others: [], ...kept};
}

/**
 * @param {String} key
 * @param {Kept|null} kept
 * @returns {Boolean} whether this device keeps it
 */
export function writeKept(key, kept) {
    try {
        if (kept?.pairs || kept?.others.length) {
            localStorage.setItem(PREFIX + key, JSON.stringify(kept));
        } else {
            localStorage.removeItem(PREFIX + key);
        }
        return true;
    } catch {
        return false;
    }
}

/**
 * Forget what was typed last, and no other text.
 *
 * @param {String} key
 */
export function forgetTyped(key) {
    const kept = readKept(key);
    writeKept(key, kept && {at: 0, others: kept.others});
}

/**
 * @param {String} start of keys
 * @returns {Array} the keys that begin so
 */
export function keysFrom(start) {
    try {
        return Object.keys(localStorage)
            .filter((key) => key.startsWith(PREFIX + start))
            .map((key) => key.slice(PREFIX.length));
    } catch {
        // No storage: nothing is kept
        return [];
    }
}

/**
 * Forget what this page says to have been sent. What was typed after the page was made
 * is something else, although the page may be shown again.
 */
export function forgetSent() {
    const {draftPage, now} =
        document.querySelector(".o_dialogue_sent[data-draft-page]")?.dataset || {};
    const isFiled =
        new URLSearchParams(window.location.search).get("notice") === "filed";
    const keys = draftPage ? keysFrom(`${draftPage}-`) : [];
    for (const key of isFiled ? [...keys, ...keysFrom("my-")] : keys) {
        const kept = readKept(key);
        if (kept?.at < Number(now) && (kept.isSent || key.startsWith("my-"))) {
            forgetTyped(key);
        }
    }
    if (draftPage) {
        // It said so: loaded again, it says nothing about what is sent meanwhile
        history.replaceState(history.state, "", window.location.pathname);
    }
}

const flat = (value) => value.trim().replace(/\s+/g, " ");

/**
 * @param {Array} pairs
 * @returns {String} the same for two forms that hold the same
 */
export function essence(pairs) {
    const filled = pairs
        .filter(([name]) => name !== "form_key")
        .map(([name, value]) => [name, flat(value)])
        .filter(([, value]) => value);
    return JSON.stringify(filled.sort());
}

/**
 * @param {HTMLFormElement} form
 * @param {Array} pairs
 * @param {Array} others
 * @returns {Boolean} whether ``pairs`` hold typed text that ``others`` do not
 */
export function holdsMore(form, pairs, others) {
    const there = new Map(others);
    return pairs.some(
        ([name, value]) =>
            (QUESTION.test(name) || TYPED.includes(form.elements[name]?.type)) &&
            !flat(there.get(name) || "").includes(flat(value)),
    );
}

/**
 * @param {Array} texts lists of pairs
 * @param {Array} text one more, if it is not among them
 * @returns {Array}
 */
export function withText(texts, text) {
    const rest = texts.filter((one) => essence(one) !== essence(text));
    return [...rest, text].slice(-OTHERS_MAX);
}
