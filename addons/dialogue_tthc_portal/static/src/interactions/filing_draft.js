import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";
import {
    QUESTION,
    TYPED,
    essence,
    forgetSent,
    forgetTyped,
    holdsMore,
    readKept,
    withText,
    writeKept,
} from "./draft_store";
import {addQuestion, lastNumber} from "./filing_questions";

const SKIPPED = ["csrf_token", "written_by", "website", "kept_file", "drop_file"];
const DELAY = 2000;

/**
 * @param {Number} now of the server when it made this page
 * @returns {Number} by how many milliseconds the clock of this device is ahead
 */
function clockError(now) {
    // The page may have been long on its way: what counts is when it began to arrive
    const arrived = performance.getEntriesByType("navigation")[0]?.responseStart || 0;
    return Date.now() - (performance.now() - arrived) - now;
}

/**
 * Keeps what is typed: for an account on the server and, as long as the server has not
 * got it, on this device; without an account on this device only.
 *
 * Who goes on with another device comes back to the newer of the two texts. Time is the
 * server's, whatever the clock of the device says; and the other text can be had, too.
 */
export class DialogueDraft extends Interaction {
    static selector = ".o_dialogue_form[data-draft-key]";
    dynamicContent = {
        _root: {
            "t-on-input": this.onInput,
            "t-on-change": this.onInput,
            "t-on-focusout": this.saveNow,
            "t-on-submit": this.onSubmit,
        },
        _window: {
            "t-on-pagehide": this.onLeave,
            "t-on-pageshow": this.onShow,
            "t-on-online": this.saveNow,
        },
        ".o_dialogue_clear": {"t-on-click": this.onClear},
        ".o_dialogue_other": {"t-on-click": this.onOther},
    };

    setup() {
        const {draftKey, draftUrl, now, savedAt} = this.el.dataset;
        this.key = draftKey;
        this.url = draftUrl;
        this.clockError = now ? clockError(Number(now)) : 0;
        this.base = savedAt || null;
        this.typedAt = 0;
        this.sent = null;
        this.others = [];
        this.isSending = false;
        this.isSaving = false;
        this.isChanged = false;
        this.saveSoon = this.debounced(this.saveNow, DELAY);
    }

    start() {
        forgetSent();
        const kept = readKept(this.key);
        this.others = kept?.others || [];
        if (this.el.dataset.isTyped) {
            // What came back from the server is the newest there is
            this.keep();
        } else if (this.isTouched()) {
            // So is what was typed while this script was on its way
            if (kept?.pairs && holdsMore(this.el, kept.pairs, this.pairs())) {
                this.others = withText(this.others, kept.pairs);
            }
            this.onInput();
        } else if (kept?.pairs) {
            this.choose(kept);
        }
        this.offerOthers();
    }

    /**
     * @returns {Boolean} whether somebody has typed what this page did not come with
     */
    isTouched() {
        return [...this.el.elements].some(
            (input) =>
                TYPED.includes(input.type) &&
                !SKIPPED.includes(input.name) &&
                input.value !== input.defaultValue,
        );
    }

    /**
     * Show the newer one of the server's draft and of what is kept on this device.
     *
     * @param {Kept} kept
     */
    choose(kept) {
        const drafted = this.pairs();
        const isSame = (pairs) => essence(pairs) === essence(drafted);
        if (isSame(kept.pairs)) {
            return;
        }
        // Nobody else has touched the draft since: whatever a clock says
        const isOurs = !this.base || kept.base === this.base || isSame(kept.sent || []);
        const isNewer = isOurs || kept.at > Number(this.base);
        const [shown, other] = isNewer ? [kept.pairs, drafted] : [drafted, kept.pairs];
        if (!isOurs && holdsMore(this.el, other, shown)) {
            this.others = withText(this.others, other);
        }
        if (isNewer) {
            this.typedAt = kept.at;
            this.restore(kept.pairs);
            this.showRestored();
            this.keep();
        } else {
            this.keepOthers();
        }
    }

    showRestored() {
        this.el.closest("details")?.setAttribute("open", "");
        // A page that answers a form cannot be loaded anew, as its button does
        this.el
            .querySelector(".o_dialogue_restored")
            .classList.toggle("d-none", Boolean(this.el.dataset.isTyped));
    }

    /**
     * @returns {Array} pairs of name and value of everything that is typed or chosen
     */
    pairs() {
        return [...new FormData(this.el)].filter(
            ([name, value]) => typeof value === "string" && !SKIPPED.includes(name),
        );
    }

    restore(pairs) {
        const last = Math.max(
            1,
            ...pairs.map(([name]) => Number(/^question_(\d+)$/.exec(name)?.[1] || 1)),
        );
        while (lastNumber(this.el) < last && addQuestion(this.el)) {
            // One block a time
        }
        const values = new Map(pairs);
        for (const input of this.el.elements) {
            if (!input.name || SKIPPED.includes(input.name) || input.type === "file") {
                continue;
            }
            if (["checkbox", "radio"].includes(input.type)) {
                input.checked = values.get(input.name) === input.value;
            } else if (
                (values.has(input.name) || QUESTION.test(input.name)) &&
                input.tagName !== "BUTTON"
            ) {
                // A question that is not among them is of another text
                input.value = values.get(input.name) || "";
                input.dispatchEvent(new CustomEvent("dialogue-restored"));
            }
        }
        this.el.dispatchEvent(new CustomEvent("dialogue-restored"));
    }

    // ------------------------------------------------------------------
    // Keeping
    // ------------------------------------------------------------------

    onInput() {
        this.isChanged = true;
        this.typedAt = this.now();
        if (this.keep() && !this.url) {
            this.tell(this.word("local"));
        }
        this.saveSoon();
    }

    now() {
        return Date.now() - this.clockError;
    }

    /**
     * @param {Object} more that is known about it
     * @returns {Boolean} whether this device keeps what is on the page
     */
    keep(more = {}) {
        return writeKept(this.key, {
            ...more,
            at: this.typedAt || this.now(),
            base: this.base,
            sent: this.sent,
            pairs: this.pairs(),
            others: this.others,
        });
    }

    keepOthers() {
        writeKept(this.key, {at: 0, others: this.others});
    }

    get savedEl() {
        return this.el.querySelector(".o_dialogue_saved");
    }

    word(name) {
        return this.el.querySelector(`[data-word='${name}']`).textContent;
    }

    tell(text) {
        // Said once and not with every key: it is read aloud
        if (this.savedEl.textContent !== text) {
            this.savedEl.textContent = text;
        }
    }

    async saveNow() {
        if (!this.isChanged || this.isSaving || this.isSending || !this.url) {
            return;
        }
        this.isChanged = false;
        this.isSaving = true;
        const earlier = this.sent;
        const sent = this.pairs();
        this.sent = sent;
        this.keep();
        const answer = await this.waitFor(this.send());
        this.isSaving = false;
        if (answer.other) {
            this.meet(answer, earlier);
            this.isChanged = true;
        } else if (answer.saved) {
            this.base = answer.at;
            this.tell(this.word("saved").replace("%s", answer.saved));
        } else {
            this.isChanged = true;
            this.tell(this.word("local"));
            return;
        }
        if (JSON.stringify(this.pairs()) === JSON.stringify(sent) && answer.saved) {
            this.keepOthers();
        } else {
            this.keep();
            this.saveSoon();
        }
    }

    /**
     * @returns {Object} what the server says; nothing without a network, or signed out
     */
    async send() {
        try {
            const response = await fetch(this.url, {
                method: "POST",
                body: this.body(),
                redirect: "error",
            });
            return response.ok ? await response.json() : {};
        } catch {
            return {};
        }
    }

    /**
     * Another device has gone on with the draft: keep its text before this one is saved.
     *
     * @param {Object} answer of the server, which has saved nothing
     * @param {Array|null} earlier pairs that this page had sent without an answer heard
     */
    meet({other, at}, earlier) {
        const isOurs = essence(other) === essence(earlier || []);
        if (!isOurs && holdsMore(this.el, other, this.pairs())) {
            this.others = withText(this.others, other);
            this.offerOthers();
        }
        this.base = at;
    }

    body() {
        const data = new FormData();
        for (const [name, value] of new FormData(this.el)) {
            if (typeof value === "string") {
                data.append(name, value);
            }
        }
        data.append("base", this.base || "");
        return data;
    }

    onLeave() {
        if (this.isChanged && !this.isSending && this.url) {
            // Nobody hears whether it arrived, so it stays on this device as well
            this.sent = this.pairs();
            this.keep();
            navigator.sendBeacon(this.url, this.body());
        }
    }

    onShow() {
        this.isSending = false;
    }

    // ------------------------------------------------------------------
    // Ends
    // ------------------------------------------------------------------

    onSubmit(ev) {
        if (ev.submitter?.name === "discard") {
            forgetTyped(this.key);
            this.isSending = true;
            return;
        }
        // Kept until the next page says that it was sent
        this.keep({isSent: true});
        this.waitForTimeout(() => {
            this.isSending = !ev.defaultPrevented;
        }, 0);
    }

    onClear() {
        forgetTyped(this.key);
        this.isSending = true;
        window.location.reload();
    }

    // ------------------------------------------------------------------
    // Other texts
    // ------------------------------------------------------------------

    offerOthers() {
        this.el
            .querySelector(".o_dialogue_other_note")
            .classList.toggle("d-none", !this.others.length);
    }

    onOther() {
        const [text, ...others] = this.others;
        const shown = this.pairs();
        this.others = holdsMore(this.el, shown, text)
            ? withText(others, shown)
            : others;
        this.restore(text);
        this.showRestored();
        this.offerOthers();
        this.onInput();
        this.el.querySelector("textarea").focus();
    }
}

/**
 * Forgets what is kept on this device once it was sent.
 */
export class DialogueSent extends Interaction {
    static selector = ".o_dialogue";

    start() {
        const sent = this.el.querySelector(".o_dialogue_sent");
        if (sent) {
            const kept = readKept(sent.dataset.draftKey);
            if (new Map(kept?.pairs || []).get("form_key") === sent.dataset.formKey) {
                forgetTyped(sent.dataset.draftKey);
            }
        }
        forgetSent();
    }
}

registry
    .category("public.interactions")
    .add("dialogue_tthc_portal.filing_draft", DialogueDraft);
registry
    .category("public.interactions")
    .add("dialogue_tthc_portal.filing_sent", DialogueSent);
