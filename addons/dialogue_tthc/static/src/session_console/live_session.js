import {onWillDestroy, reactive} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {useService} from "@web/core/utils/hooks";

const CHANNEL = "dialogue_console_";
// Acts come in bursts: one look at the server for all of them
const GATHER = 150;
// Without a socket the page looks by itself
const LOOK_EVERY = 5000;

/**
 * Calls back when something changed in a session: at once by the bus, and by looking
 * every few seconds while there is no socket.
 *
 * @param {Number} sessionId
 * @param {Object} callbacks
 * @param {Function} callbacks.onNews with lists of the ids that changed
 * @param {Function} callbacks.onUnsure when something may have been missed
 */
export function useSessionNews(sessionId, {onNews, onUnsure}) {
    const bus = useService("bus_service");
    let news = null;
    let timer = null;
    const gather = (payload) => {
        if (payload.session_id !== sessionId) {
            return;
        }
        news = news || {feedback_ids: new Set(), attendance_ids: new Set()};
        payload.feedback_ids.forEach((id) => news.feedback_ids.add(id));
        payload.attendance_ids.forEach((id) => news.attendance_ids.add(id));
        timer =
            timer ||
            browser.setTimeout(() => {
                const heard = news;
                timer = news = null;
                onNews([...heard.feedback_ids], [...heard.attendance_ids]);
            }, GATHER);
    };
    let isLooking = false;
    const unsure = async () => {
        // A slow server is not asked again before it has answered
        if (!isLooking) {
            isLooking = true;
            try {
                await onUnsure();
            } finally {
                isLooking = false;
            }
        }
    };
    const look = browser.setInterval(() => {
        if (bus.workerState !== "CONNECTED") {
            unsure();
        }
    }, LOOK_EVERY);
    bus.subscribe("dialogue_console", gather);
    bus.addChannel(`${CHANNEL}${sessionId}`);
    bus.addEventListener("BUS:RECONNECT", unsure);
    onWillDestroy(() => {
        browser.clearInterval(look);
        browser.clearTimeout(timer);
        bus.deleteChannel(`${CHANNEL}${sessionId}`);
        bus.unsubscribe("dialogue_console", gather);
        bus.removeEventListener("BUS:RECONNECT", unsure);
    });
}

/**
 * A clock that ticks with the time of the server, whatever the machine's own says.
 *
 * Only components that take it by ``useState`` are drawn anew when it ticks.
 *
 * @returns {Object} with ``since(text)``, seconds, and ``setBy(text)``
 */
export function useServerClock() {
    const clock = reactive({
        now: Date.now(),
        offset: 0,
        setBy(text) {
            this.now = Date.now();
            this.offset = deserializeDateTime(text).toMillis() - this.now;
        },
        since(text) {
            const millis =
                this.now + this.offset - deserializeDateTime(text).toMillis();
            return Math.max(0, millis / 1000);
        },
    });
    const ticking = browser.setInterval(() => (clock.now = Date.now()), 1000);
    onWillDestroy(() => browser.clearInterval(ticking));
    return clock;
}

/**
 * The seconds of each side, the speech under way included, and their share.
 *
 * @param {Object} live as the server gave it, at ``live.now``
 * @param {Object} clock of useServerClock
 * @returns {Object} authority, participants: seconds; percent of the participants
 */
export function shareNow(live, clock) {
    const {authority, participants, target} = live.share;
    const spoken = {authority, participants};
    if (live.speech) {
        // What was counted when it was read goes on from there
        spoken[live.speech.side] += clock.since(live.now);
    }
    const total = spoken.authority + spoken.participants;
    const percent = total ? Math.round((100 * spoken.participants) / total) : 0;
    return {...spoken, target, percent, hasSpoken: total > 0};
}

/**
 * The item of the agenda that is under way.
 *
 * @param {Object} live
 * @param {Object} clock of useServerClock
 * @returns {Object|Boolean} the item with ``left`` seconds; false: none
 */
export function itemNow(live, clock) {
    const item = live.agenda.find((each) => each.id === live.item.id);
    if (!item) {
        return false;
    }
    const gone = live.item.since ? clock.since(live.item.since) : 0;
    return {...item, left: item.minutes * 60 - gone};
}
