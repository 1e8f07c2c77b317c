import {Component, onWillDestroy, onWillStart, useState} from "@odoo/owl";
import {itemNow, shareNow, useServerClock, useSessionNews} from "./live_session";
import {browser} from "@web/core/browser/browser";
import {formatSeconds} from "./folded_text";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

const MODEL = "dialogue.session";
const LOAD_AGAIN = 3000;

/** What the hall sees: the item, the clock, how time is shared, the last questions. */
export class SessionScreen extends Component {
    static template = "dialogue_tthc.SessionScreen";
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.format = formatSeconds;
        this.sessionId = Number(this.props.action.context.active_id);
        this.clock = useState(useServerClock());
        this.state = useState({live: null, isStale: false});
        useSessionNews(this.sessionId, {
            onNews: () => this.load(),
            onUnsure: () => this.load(),
        });
        onWillStart(() => this.load());
        onWillDestroy(() => {
            this.isGone = true;
            browser.clearTimeout(this.timer);
        });
    }

    async load() {
        try {
            const live = await this.orm.silent.call(MODEL, "screen_load", [
                [this.sessionId],
            ]);
            this.clock.setBy(live.now);
            this.state.live = live;
            this.state.isStale = false;
        } catch (error) {
            if (error.exceptionName === "odoo.exceptions.AccessError") {
                throw error;
            }
            // The hall keeps what it saw last
            this.state.isStale = true;
            browser.clearTimeout(this.timer);
            if (!this.isGone && !this.state.live) {
                this.timer = browser.setTimeout(() => this.load(), LOAD_AGAIN);
            }
        }
    }

    get item() {
        return itemNow(this.state.live, this.clock);
    }

    get share() {
        return shareNow(this.state.live, this.clock);
    }

    get spoken() {
        return this.format(this.clock.since(this.state.live.speech.since));
    }
}

registry.category("actions").add("dialogue_tthc.session_screen", SessionScreen);
