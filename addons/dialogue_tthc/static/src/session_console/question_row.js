import {Component, useEffect, useRef, useState} from "@odoo/owl";
import {deserializeDate, formatDate} from "@web/core/l10n/dates";

const LOOKS = {
    on_spot: "text-bg-success",
    written: "text-bg-info",
    superior: "text-bg-warning",
    other_body: "text-bg-warning",
    refused: "text-bg-secondary",
    undecided: "text-bg-danger",
};

/** One question that was taken down, and what can be done with it. */
export class QuestionRow extends Component {
    static template = "dialogue_tthc.ConsoleQuestionRow";
    static props = {
        question: Object,
        intoCode: String,
        choices: Object,
        othersOf: Function,
        personNamed: Function,
        isMissing: Boolean,
        onAct: Function,
        onDecide: Function,
    };

    setup() {
        this.first = useRef("first");
        this.state = useState({panel: false, text: "", name: "", into: false});
        useEffect(
            (panel) => {
                if (panel) {
                    this.first.el?.focus();
                }
            },
            () => [this.state.panel],
        );
    }

    get question() {
        return this.props.question;
    }

    get look() {
        return LOOKS[this.question.outcome];
    }

    get outcome() {
        // The case says "on the spot" where the console says "answered"
        const key =
            this.question.outcome === "on_spot" ? "answered" : this.question.outcome;
        const found = this.props.choices.outcomes.find((each) => each[0] === key);
        return this.question.state === "merged" ? this.question.state_label : found[1];
    }

    get due() {
        return this.question.due && formatDate(deserializeDate(this.question.due));
    }

    open(panel) {
        const isOpen = this.state.panel === panel;
        this.state.text = panel === "edit" ? this.question.text : "";
        this.state.name = "";
        this.state.into = false;
        this.state.panel = isOpen ? false : panel;
    }

    act(act, vals) {
        this.props.onAct(act, {question: this.question.id, ...vals});
        this.state.panel = false;
    }

    edit() {
        if (this.state.text.trim()) {
            this.act("edit", {text: this.state.text.trim()});
        }
    }

    /** Each paragraph with an empty line before it is a question of its own. */
    split() {
        const parts = this.state.text.split(/\n\s*\n/).filter((text) => text.trim());
        if (parts.length) {
            this.act("split", {parts});
        }
    }

    join() {
        const into = Number(this.state.into);
        if (into) {
            this.act("join", {into});
        }
    }

    echo() {
        const name = this.state.name.trim();
        const person = this.props.personNamed(name);
        this.act("echo", person ? {attendance_id: person.id} : {speaker_name: name});
    }

    onKeydown(event) {
        if (event.key === "Escape") {
            this.state.panel = false;
        }
    }
}
