import {Component, onMounted, useEffect, useRef, useState} from "@odoo/owl";
import {fold, guessSector} from "./folded_text";
import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";

const SHOWN_PEOPLE = 8;

function emptyDraft() {
    return {
        key: null,
        decides: false,
        attendance_id: false,
        speaker_name: "",
        speaker_kind: "enterprise",
        is_name_hidden: false,
        question: "",
        sector_id: false,
        isSectorChosen: false,
        outcome: "written",
        department_id: false,
        isDepartmentChosen: false,
        date_deadline: "",
        answer: "",
        // What a division has ready for a question that is decided: answer, by
        prepared: null,
        verdict: "guided",
        promised_action: "",
        promised_on: "",
        proposal: "",
        body_id: false,
        refusal_reason_id: false,
        guidance: "",
        // What was half typed when something else was decided or mended in between
        aside: null,
    };
}

/** Takes one spoken question down: who, what, and what was decided, by keyboard. */
export class CaptureForm extends Component {
    static template = "dialogue_tthc.ConsoleCaptureForm";
    static props = {
        choices: Object,
        people: Array,
        proposedDue: [String, Boolean],
        place: String,
        // A refused entry that is mended here, or a question that is decided
        mended: {type: Object, optional: true},
        onRecord: Function,
    };

    setup() {
        this.speaker = useRef("speaker");
        this.question = useRef("question");
        this.state = useState({
            draft: this.readDraft(),
            isListOpen: false,
            chosen: 0,
            isTried: false,
        });
        onMounted(() => this.speaker.el.focus());
        useEffect(
            (mended) => {
                if (mended) {
                    const {aside, ...typed} = this.draft;
                    const isWorth = typed.question && !typed.key && !typed.decides;
                    Object.assign(this.draft, emptyDraft(), mended.vals, {
                        aside: isWorth ? typed : aside,
                        key: mended.key || null,
                        decides: mended.decides || false,
                        speaker_name: this.nameOf(mended.vals),
                        isSectorChosen: true,
                    });
                    this.proposeDepartment();
                    this.question.el.focus();
                }
            },
            () => [this.props.mended],
        );
        // What is being typed survives a reload too
        useEffect(
            (text) => {
                try {
                    browser.localStorage.setItem(this.draftPlace, text);
                } catch {
                    // Full or forbidden: the queue tells so when it is asked to keep
                }
            },
            () => [JSON.stringify(this.state.draft)],
        );
    }

    get draft() {
        return this.state.draft;
    }

    get draftPlace() {
        return `${this.props.place}/draft`;
    }

    readDraft() {
        const kept = browser.localStorage.getItem(this.draftPlace);
        return {...emptyDraft(), ...(kept ? JSON.parse(kept) : {})};
    }

    nameOf(vals) {
        const person = this.props.people.find((p) => p.id === vals.attendance_id);
        return person ? person.name : vals.speaker_name || "";
    }

    // ------------------------------------------------------------------
    // Who asks
    // ------------------------------------------------------------------

    get found() {
        const words = fold(this.draft.speaker_name).split(" ");
        return this.props.people
            .filter((person) => {
                const name = fold(`${person.name} ${person.delegate}`);
                return person.role !== "chair" && words.every((w) => name.includes(w));
            })
            .sort((a, b) => this.rank(b) - this.rank(a))
            .slice(0, SHOWN_PEOPLE);
    }

    /** Who is there first, and then whose name begins as it was typed. */
    rank(person) {
        const begins = fold(person.name).startsWith(fold(this.draft.speaker_name));
        return 2 * (person.state === "attended") + begins;
    }

    onSpeakerInput() {
        this.draft.attendance_id = false;
        this.state.isListOpen = true;
        this.state.chosen = 0;
    }

    onSpeakerBlur() {
        this.state.isListOpen = false;
        // Letter by letter: Ân is not An, and what one says must not come to the other
        const name = this.draft.speaker_name.trim();
        const same = this.props.people.filter((person) => person.name === name);
        if (!this.draft.attendance_id && same.length === 1) {
            this.draft.attendance_id = same[0].id;
        }
    }

    onSpeakerKeydown(event) {
        const {found} = this;
        if (event.key === "Escape") {
            this.state.isListOpen = false;
        } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            const step = event.key === "ArrowDown" ? 1 : -1;
            const count = found.length || 1;
            this.state.chosen = this.state.isListOpen
                ? (this.state.chosen + step + count) % count
                : 0;
            this.state.isListOpen = true;
        } else if (event.key === "Enter" && !event.ctrlKey) {
            event.preventDefault();
            if (this.state.isListOpen && found.length) {
                this.choosePerson(found[this.state.chosen]);
            } else {
                this.question.el.focus();
            }
        }
    }

    choosePerson(person) {
        this.draft.attendance_id = person.id;
        this.draft.speaker_name = person.name;
        this.state.isListOpen = false;
        this.question.el.focus();
    }

    // ------------------------------------------------------------------
    // What was asked, what was decided
    // ------------------------------------------------------------------

    get chosenSector() {
        return this.props.choices.sectors.find((s) => s.id === this.draft.sector_id);
    }

    get chosenReason() {
        const {reasons} = this.props.choices;
        return reasons.find((reason) => reason.id === this.draft.refusal_reason_id);
    }

    onQuestionInput() {
        if (!this.draft.isSectorChosen) {
            const {sectors} = this.props.choices;
            const ofSession = sectors.filter((sector) => sector.is_of_session);
            this.draft.sector_id =
                guessSector(this.draft.question, sectors) ||
                (ofSession.length === 1 && ofSession[0].id);
            this.proposeDepartment();
        }
    }

    chooseSector(event) {
        this.draft.sector_id = Number(event.target.value) || false;
        this.draft.isSectorChosen = Boolean(this.draft.sector_id);
        this.proposeDepartment();
    }

    proposeDepartment() {
        if (!this.draft.isDepartmentChosen) {
            this.draft.department_id = this.chosenSector?.department_id || false;
        }
    }

    chooseDepartment(event) {
        this.draft.department_id = Number(event.target.value) || false;
        this.draft.isDepartmentChosen = Boolean(this.draft.department_id);
    }

    /** A day that is half typed is empty for the browser: the last whole one stays. */
    setDay(name, event) {
        this.draft[name] = event.target.value || this.draft[name];
    }

    chooseReason(event) {
        const before = this.chosenReason;
        this.draft.refusal_reason_id = Number(event.target.value) || false;
        if (!this.draft.guidance || this.draft.guidance === before?.guidance) {
            this.draft.guidance = this.chosenReason?.guidance || "";
        }
    }

    chooseBody(event) {
        this.draft.body_id = Number(event.target.value) || false;
    }

    chooseOutcome(outcome) {
        const {draft} = this;
        draft.outcome = outcome;
        if (outcome === "answered" && draft.prepared && !draft.answer.trim()) {
            draft.answer = draft.prepared.answer;
        }
    }

    get preparedBy() {
        const {answer, prepared} = this.draft;
        if (!prepared || !answer.trim()) {
            return "";
        }
        return answer === prepared.answer
            ? _t("Prepared by %s", prepared.by)
            : _t("Prepared by %s, changed here", prepared.by);
    }

    get isPromise() {
        return this.draft.outcome === "answered" && this.draft.verdict === "will_do";
    }

    get needsDepartment() {
        return this.draft.outcome === "written" || this.isPromise;
    }

    // ------------------------------------------------------------------
    // Recording
    // ------------------------------------------------------------------

    /** The names of the fields that are still missing; none: it can be recorded. */
    get missing() {
        const {draft} = this;
        const needed = {
            answered: ["answer"],
            written: ["department_id"],
            other_body: ["body_id"],
            refused: ["refusal_reason_id", "guidance"],
        };
        const names = ["speaker_name", "question", ...(needed[draft.outcome] || [])];
        if (this.isPromise) {
            names.push("promised_action", "promised_on", "department_id");
        }
        return names.filter((name) => !String(draft[name] || "").trim());
    }

    isMissing(name) {
        return this.state.isTried && this.missing.includes(name);
    }

    onKeydown(event) {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            this.record();
        }
    }

    record() {
        this.onSpeakerBlur();
        this.state.isTried = true;
        if (this.missing.length) {
            const first = this.missing[0];
            this.speaker.el.form.elements.namedItem(first)?.focus();
            return;
        }
        this.props.onRecord(this.vals, this.draft.key, this.draft.decides);
        this.clear();
    }

    get vals() {
        const {draft} = this;
        const vals = {
            attendance_id: draft.attendance_id,
            speaker_name: draft.attendance_id ? "" : draft.speaker_name.trim(),
            speaker_kind: draft.speaker_kind,
            is_name_hidden: draft.is_name_hidden,
            question: draft.question.trim(),
            sector_id: draft.sector_id,
            outcome: draft.outcome,
        };
        const decided = {
            answered: ["answer", "verdict"],
            written: ["department_id", "date_deadline"],
            superior: ["proposal"],
            other_body: ["body_id", "proposal"],
            refused: ["refusal_reason_id", "guidance"],
        };
        for (const name of decided[draft.outcome] || []) {
            vals[name] = draft[name];
        }
        if (this.isPromise) {
            vals.promised_action = draft.promised_action;
            vals.promised_on = draft.promised_on;
            vals.department_id = draft.department_id;
        }
        return vals;
    }

    clear() {
        const {aside} = this.draft;
        Object.assign(this.draft, emptyDraft(), aside || {});
        this.state.isTried = false;
        if (aside) {
            this.question.el.focus();
            return;
        }
        // Who types faster than the page is drawn would find the old words again
        for (const box of this.speaker.el.form.querySelectorAll(
            "[type=text], textarea",
        )) {
            box.value = "";
        }
        this.speaker.el.focus();
    }
}
