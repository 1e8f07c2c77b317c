import {Component, useState} from "@odoo/owl";
import {useAutofocus} from "@web/core/utils/hooks";

/** What was asked by phone and waits: each is let in, or turned down with a reason. */
export class HallPane extends Component {
    static template = "dialogue_tthc.ConsoleHallPane";
    static props = {questions: Array, waiting: Array, onAct: Function};

    setup() {
        this.state = useState({refused: false, reason: ""});
        useAutofocus({refName: "reason", mobile: true});
    }

    /** Whether the server has not heard yet what was decided. */
    isWaiting(question) {
        return this.props.waiting.some((entry) => entry.vals.hall === question.id);
    }

    letIn(question) {
        this.props.onAct("let_in", {hall: question.id, text: question.text});
    }

    askWhy(question) {
        this.state.refused = question.id;
        this.state.reason = "";
    }

    turnDown(question) {
        const reason = this.state.reason.trim();
        if (reason) {
            this.props.onAct("turn_down", {
                hall: question.id,
                text: question.text,
                reason,
            });
            this.state.refused = false;
        }
    }
}
