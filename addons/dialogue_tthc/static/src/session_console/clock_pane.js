import {itemNow, shareNow} from "./live_session";
import {Component, useState} from "@odoo/owl";
import {formatSeconds} from "./folded_text";

/** Whose turn it is, for how long, the agenda and how the time was shared. */
export class ClockPane extends Component {
    static template = "dialogue_tthc.ConsoleClockPane";
    static props = {live: Object, clock: Object, onAct: Function};

    setup() {
        this.format = formatSeconds;
        this.clock = useState(this.props.clock);
    }

    get item() {
        return itemNow(this.props.live, this.clock);
    }

    get next() {
        const {agenda, item} = this.props.live;
        const index = agenda.findIndex((each) => each.id === item.id);
        return agenda[index + 1];
    }

    get share() {
        return shareNow(this.props.live, this.clock);
    }

    get spoken() {
        return this.format(this.clock.since(this.props.live.speech.since));
    }

    goTo(id) {
        this.props.onAct("agenda", {agenda_item_id: id});
    }
}
