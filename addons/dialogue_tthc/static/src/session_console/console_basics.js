import {browser} from "@web/core/browser/browser";
import {onWillDestroy} from "@odoo/owl";

// The browser puts a worker to sleep that has heard nothing for half a minute
const STAY_AWAKE = 10000;
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

/**
 * Keeps the worker of this page awake, which shows the page without the server.
 *
 * Asleep it forgets who is signed in, and shows a page that says no more than that
 * there is no line: a meeting may be silent for longer than it remembers.
 */
export function useWorkerAwake() {
    const {serviceWorker} = browser.navigator;
    const waking = browser.setInterval(async () => {
        try {
            const registration = await serviceWorker.getRegistration();
            registration.active.postMessage("dialogue_stay_awake");
        } catch {
            // The browser allows none here, or it is not there yet
        }
    }, STAY_AWAKE);
    onWillDestroy(() => browser.clearInterval(waking));
}
