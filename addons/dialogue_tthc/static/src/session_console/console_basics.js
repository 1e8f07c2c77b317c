import {browser} from "@web/core/browser/browser";

const RUNNING = ["in_progress", "concluding"];
const slotOf = (place) => `${place}/basics`;

/**
 * Keeps in this browser what one needs to enter a question, so that a page that is
 * loaded again without the server can be worked with. Only while the session runs.
 *
 * @param {String} place of the browser's storage, one per user and session
 * @param {Object} loaded as the server gave it
 */
export function keepBasics(place, loaded) {
    const {session, choices, people, proposed_due, live} = loaded;
    try {
        if (RUNNING.includes(live.state)) {
            const basics = JSON.stringify({session, choices, people, proposed_due});
            browser.localStorage.setItem(slotOf(place), basics);
        } else {
            browser.localStorage.removeItem(slotOf(place));
        }
    } catch {
        // Full or forbidden: the page then waits for the server
    }
}

/**
 * @param {String} place
 * @returns {Object|null} what was kept last
 */
export function readBasics(place) {
    return JSON.parse(browser.localStorage.getItem(slotOf(place)));
}
