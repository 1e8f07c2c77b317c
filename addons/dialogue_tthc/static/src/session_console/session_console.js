import {Component, onMounted, onWillDestroy, onWillStart, useState} from "@odoo/owl";
import {useServerClock, useSessionNews} from "./live_session";
import {useService} from "@web/core/utils/hooks";
import {CaptureForm} from "./capture_form";
import {ClockPane} from "./clock_pane";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {ConsoleQueue} from "./console_queue";
import {HallPane} from "./hall_pane";
import {PeoplePane} from "./people_pane";
import {QuestionRow} from "./question_row";
import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {keepBasics, readBasics, useWorkerAwake} from "./console_basics";
import {registry} from "@web/core/registry";
import {session} from "@web/session";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useLeavingWarning} from "./leaving_warning";
import {user} from "@web/core/user";

const MODEL = "dialogue.session";
const LOAD_AGAIN = 3000;
const TOLD_WITHIN = 1500;
const SHOWN = 40;
const BY_NAME = new Intl.Collator("vi");

/** The desk of the secretary while a session is held; nothing typed here is lost. */
export class SessionConsole extends Component {
    static template = "dialogue_tthc.SessionConsole";
    static components = {CaptureForm, ClockPane, HallPane, PeoplePane, QuestionRow};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.sessionId = Number(this.props.action.context.active_id);
        this.clock = useServerClock();
        this.place = `dialogue_console/${session.db}/${user.userId}/${this.sessionId}`;
        this.queue = new ConsoleQueue({
            place: this.place,
            send: (act, key, vals) =>
                this.orm.silent.call(MODEL, `action_console_${act}`, [
                    [this.sessionId],
                    key,
                    // Who signs in next in this browser does not send it as theirs
                    {...vals, by: user.userId},
                ]),
            onDone: (entry, result) => this.onDone(entry, result),
        });
        this.line = useState(this.queue.state);
        useLeavingWarning(this.queue);
        this.state = useState({
            isLoaded: false,
            session: {},
            choices: null,
            proposedDue: false,
            questions: [],
            people: [],
            live: null,
            mended: undefined,
            told: "",
            search: "",
            isWhole: false,
        });
        useSessionNews(this.sessionId, {
            onNews: (questionIds, peopleIds) => this.onNews(questionIds, peopleIds),
            onUnsure: () => this.load(),
        });
        useWorkerAwake();
        // What was heard of and not read yet, and how often the list changed
        this.heard = {questions: new Set(), people: new Set()};
        this.changes = 0;
        onWillStart(() => this.load());
        onMounted(() => this.queue.start());
        onWillDestroy(() => {
            this.isGone = true;
            browser.clearTimeout(this.loadTimer);
            browser.clearTimeout(this.liveTimer);
            this.queue.stop();
        });
    }

    // ------------------------------------------------------------------
    // From the server
    // ------------------------------------------------------------------

    call(method, ...args) {
        return this.orm.silent.call(MODEL, method, [[this.sessionId], ...args]);
    }

    async load() {
        let loaded = null;
        const {changes} = this;
        try {
            loaded = await this.call("console_load");
        } catch (error) {
            if (error.exceptionName === "odoo.exceptions.AccessError") {
                throw error;
            }
            // The page came and the server went: one goes on with what was known
            if (!this.state.choices) {
                this.setBasics(readBasics(this.place));
            }
            browser.clearTimeout(this.loadTimer);
            if (!this.isGone && !this.state.isLoaded) {
                this.loadTimer = browser.setTimeout(() => this.load(), LOAD_AGAIN);
            }
            return;
        }
        if (changes !== this.changes && this.state.isLoaded) {
            // Something newer came in between: this would take it away again
            await this.load();
            return;
        }
        this.setBasics(loaded);
        keepBasics(this.place, loaded);
        this.state.isLoaded = true;
        this.state.questions = loaded.questions;
        this.setLive(loaded.live);
    }

    /** Takes in what one needs to enter a question: whom and what to choose from. */
    setBasics(loaded) {
        if (loaded) {
            this.state.session = loaded.session;
            this.state.choices = loaded.choices;
            this.state.proposedDue = loaded.proposed_due;
            this.state.people = loaded.people;
        }
    }

    setLive(live) {
        this.clock.setBy(live.now);
        this.state.live = live;
    }

    async onNews(questionIds, peopleIds) {
        browser.clearTimeout(this.liveTimer);
        questionIds.forEach((id) => this.heard.questions.add(id));
        peopleIds.forEach((id) => this.heard.people.add(id));
        const {heard} = this;
        const [questions, people] = [[...heard.questions], [...heard.people]];
        this.heard = {questions: new Set(), people: new Set()};
        try {
            const changes = await this.call("console_changes", questions, people);
            this.merge(changes, questions, people);
            this.setLive(changes.live);
        } catch {
            // The line is down, or the server: asked again, with what comes meanwhile
            questions.forEach((id) => this.heard.questions.add(id));
            people.forEach((id) => this.heard.people.add(id));
            if (!this.isGone) {
                browser.clearTimeout(this.liveTimer);
                this.liveTimer = browser.setTimeout(
                    () => this.onNews([], []),
                    LOAD_AGAIN,
                );
            }
        }
    }

    /** Takes in what changed; what is no longer to be read goes. */
    merge({questions, people}, questionIds = [], peopleIds = []) {
        this.changes++;
        const replace = (list, news, ids) => {
            const gone = new Set([...ids, ...news.map((each) => each.id)]);
            return [...list.filter((each) => !gone.has(each.id)), ...news].sort(
                (a, b) => a.id - b.id,
            );
        };
        this.state.questions = replace(this.state.questions, questions, questionIds);
        if (people.length || peopleIds.length) {
            const merged = replace(this.state.people, people, peopleIds);
            this.state.people = merged.sort((a, b) => BY_NAME.compare(a.name, b.name));
        }
    }

    onDone(entry, result) {
        this.merge(result);
        if (entry.act === "record") {
            const code = result.questions[0]?.code || "";
            this.state.told = _t("Recorded: %s", code);
        }
        // The bus tells of it at once; where there is none, time and shares follow
        browser.clearTimeout(this.liveTimer);
        this.liveTimer = browser.setTimeout(() => this.onNews([], []), TOLD_WITHIN);
    }

    // ------------------------------------------------------------------
    // To the server
    // ------------------------------------------------------------------

    act(act, vals) {
        this.queue.add(act, vals);
    }

    record(vals, key, decides) {
        this.state.mended = undefined;
        if (decides) {
            this.queue.add("decide", {...vals, question: decides}, key);
        } else {
            this.queue.add("record", vals, key);
        }
    }

    decide(question) {
        this.state.mended = {
            decides: question.id,
            vals: {
                speaker_name: question.speaker,
                question: question.text,
                sector_id: question.sector_id,
                prepared: question.prepared || null,
            },
        };
    }

    mend(entry) {
        this.state.mended = {
            key: entry.key,
            decides: entry.act === "decide" && entry.vals.question,
            vals: {...entry.vals, question: entry.vals.question},
        };
    }

    drop(entry) {
        this.dialog.add(ConfirmationDialog, {
            body: _t("Drop this entry? It will not be on record anywhere."),
            confirmLabel: _t("Drop"),
            confirm: () => this.queue.drop(entry),
            cancel: () => {},
        });
    }

    // ------------------------------------------------------------------
    // Shown
    // ------------------------------------------------------------------

    get pending() {
        return [...this.line.entries].reverse();
    }

    get pendingCount() {
        return this.line.entries.length;
    }

    get missingIds() {
        const missing = this.state.live?.missing || [];
        return new Set(
            missing
                .filter((each) => each.model === "dialogue.feedback")
                .map((each) => each.id),
        );
    }

    get found() {
        if (!this.state.isLoaded) {
            return [];
        }
        const search = this.state.search.toLowerCase();
        return this.state.questions
            .filter((question) =>
                `${question.code} ${question.speaker} ${question.text}`
                    .toLowerCase()
                    .includes(search),
            )
            .reverse();
    }

    /** The last ones; a long list would make each keystroke slow on a tablet. */
    get shown() {
        return this.state.isWhole ? this.found : this.found.slice(0, SHOWN);
    }

    get hiddenCount() {
        return this.found.length - this.shown.length;
    }

    othersOf(question) {
        return this.state.questions.filter(
            (other) => other.id !== question.id && !other.into,
        );
    }

    codeOf(id) {
        return this.state.questions.find((question) => question.id === id)?.code || "";
    }

    personNamed(name) {
        return this.state.people.find((person) => person.name === name);
    }

    textOf(entry) {
        const {vals} = entry;
        const person = this.state.people.find((each) => each.id === vals.attendance_id);
        const who = person?.name || vals.speaker_name || "";
        const asked = typeof vals.question === "string" ? vals.question : "";
        const said = vals.text || vals.answer || vals.guidance || vals.reason;
        const parts = (vals.parts || []).join(" / ");
        const what = [asked, said, parts].filter(Boolean).join(" – ");
        const acts = {
            agenda: _t("Agenda"),
            check_in: _t("Check in"),
            check_out: _t("Check-in taken back"),
            decide: _t("Decision"),
            echo: _t("Me too"),
            edit: _t("Correction"),
            floor: _t("Speaks"),
            hand: _t("Speaking list"),
            join: _t("Joined"),
            let_in: _t("Let in"),
            silence: _t("End of the speech"),
            split: _t("Split"),
            turn_down: _t("Turned down"),
        };
        return [acts[entry.act], who, what].filter(Boolean).join(": ");
    }

    isMendable(entry) {
        return entry.act === "record";
    }

    // ------------------------------------------------------------------
    // Doors
    // ------------------------------------------------------------------

    openScreen() {
        const place = `/odoo/dialogue-sessions/${this.sessionId}/session-screen`;
        browser.open(place, "_blank");
    }

    openForm() {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: MODEL,
            res_id: this.sessionId,
            views: [[false, "form"]],
            target: "main",
        });
    }

    async conclude() {
        if (this.pendingCount) {
            this.notification.add(
                _t("Some entries are not sent yet. Wait for the line, or mend them."),
                {type: "warning"},
            );
            return;
        }
        await this.orm.call(MODEL, "action_conclude", [[this.sessionId]]);
        this.openForm();
    }

    signIn() {
        browser.open("/web/login", "_blank");
    }
}

registry.category("actions").add("dialogue_tthc.session_console", SessionConsole);
