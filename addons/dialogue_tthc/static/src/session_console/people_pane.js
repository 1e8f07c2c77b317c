import {Component, useState} from "@odoo/owl";
import {fold} from "./folded_text";

const SHOWN = 60;

/** Who is there, who checks in, and who waits for the floor. */
export class PeoplePane extends Component {
    static template = "dialogue_tthc.ConsolePeoplePane";
    static props = {people: Array, waiting: Array, onAct: Function};

    setup() {
        this.state = useState({name: ""});
    }

    get present() {
        return this.props.people.filter((person) => person.state === "attended").length;
    }

    /** Those who wait for the floor, who came first first. */
    get queue() {
        return this.props.people
            .filter((person) => person.hand)
            .sort((a, b) => (a.hand < b.hand ? -1 : 1));
    }

    get found() {
        const words = fold(this.state.name).split(" ");
        return this.props.people
            .filter((person) => {
                const name = fold(`${person.name} ${person.delegate}`);
                return (
                    this.isCodeOf(person) || words.every((word) => name.includes(word))
                );
            })
            .slice(0, SHOWN);
    }

    isCodeOf(person) {
        const typed = this.state.name.replace(/[\s.-]+/g, "").toUpperCase();
        return Boolean(person.code) && person.code === typed;
    }

    /** Those who are meant beyond doubt: by the whole name or the whole code. */
    get meant() {
        const name = this.state.name.trim();
        return this.props.people.filter(
            (person) =>
                this.isCodeOf(person) ||
                (name && [person.name, person.delegate].includes(name)),
        );
    }

    get isUnknown() {
        const name = fold(this.state.name);
        return name && !this.props.people.some((person) => fold(person.name) === name);
    }

    /** Acts on this person that the server has not heard of yet. */
    isWaiting(person) {
        return this.props.waiting.some(
            (entry) => entry.vals.attendance_id === person.id,
        );
    }

    act(act, person, more = {}) {
        this.props.onAct(act, {attendance_id: person.id, ...more});
    }

    walkIn() {
        const name = this.state.name.trim();
        if (name) {
            this.props.onAct("check_in", {
                speaker_name: name,
                speaker_kind: "enterprise",
            });
            this.state.name = "";
        }
    }

    onEnter() {
        const coming = this.meant.filter((person) => person.state !== "attended");
        if (this.isUnknown && !this.found.length) {
            this.walkIn();
        } else if (coming.length === 1) {
            this.act("check_in", coming[0]);
            this.state.name = "";
        }
    }
}
