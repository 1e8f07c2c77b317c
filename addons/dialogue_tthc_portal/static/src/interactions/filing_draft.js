import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";
import {addQuestion, lastNumber} from "./filing_questions";

const PREFIX = "dialogue_draft_";
const SKIPPED = ["csrf_token", "website", "kept_file", "drop_file"];
const DELAY = 2000;

/**
 * @param {String} key of one form and one person
 * @returns {Array|null} pairs of name and value that are kept on this device
 */
function readLocal(key) {
    try {
        return JSON.parse(localStorage.getItem(PREFIX + key));
    } catch {
        // No storage, or something else in it: as if nothing was kept
        return null;
    }
}

function writeLocal(key, pairs) {
    try {
        if (pairs) {
            localStorage.setItem(PREFIX + key, JSON.stringify(pairs));
        } else {
            localStorage.removeItem(PREFIX + key);
        }
        return true;
    } catch {
        return false;
    }
}

/**
 * Keeps what is typed: for an account on the server and, as long as the server has not
 * got it, on this device; without an account on this device only.
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
        },
        ".o_dialogue_clear": {"t-on-click": this.onClear},
    };

    setup() {
        this.key = this.el.dataset.draftKey;
        this.url = this.el.dataset.draftUrl;
        this.isSending = false;
        this.isChanged = false;
        this.saveSoon = this.debounced(this.saveNow, DELAY);
    }

    start() {
        if (this.el.dataset.isTyped) {
            // What came back from the server is the newest there is
            writeLocal(this.key, this.pairs());
            return;
        }
        const kept = readLocal(this.key);
        if (!kept) {
            return;
        }
        if (JSON.stringify(kept) === JSON.stringify(this.pairs())) {
            return;
        }
        this.restore(kept);
        this.el.querySelector(".o_dialogue_restored").classList.remove("d-none");
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
            } else if (values.has(input.name) && input.tagName !== "BUTTON") {
                input.value = values.get(input.name);
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
        if (writeLocal(this.key, this.pairs()) && !this.url) {
            this.tell(this.word("local"));
        }
        this.saveSoon();
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
        if (!this.isChanged || this.isSending || !this.url) {
            return;
        }
        this.isChanged = false;
        const before = JSON.stringify(this.pairs());
        let saved = false;
        try {
            const response = await this.waitFor(
                fetch(this.url, {method: "POST", body: this.body(), redirect: "error"}),
            );
            saved = response.ok && (await this.waitFor(response.json())).saved;
        } catch {
            // No network, or signed out: it stays on this device
        }
        if (!saved) {
            this.isChanged = true;
            this.tell(this.word("local"));
            return;
        }
        this.tell(this.word("saved").replace("%s", saved));
        if (JSON.stringify(this.pairs()) === before) {
            writeLocal(this.key, null);
        }
    }

    body() {
        const data = new FormData();
        for (const [name, value] of new FormData(this.el)) {
            if (typeof value === "string") {
                data.append(name, value);
            }
        }
        return data;
    }

    onLeave() {
        if (this.isChanged && !this.isSending && this.url) {
            // Nobody hears whether it arrived, so it stays on this device as well
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
            writeLocal(this.key, null);
            this.isSending = true;
            return;
        }
        // Kept until the next page says that it was sent
        writeLocal(this.key, this.pairs());
        this.waitForTimeout(() => {
            this.isSending = !ev.defaultPrevented;
        }, 0);
    }

    onClear() {
        writeLocal(this.key, null);
        this.isSending = true;
        window.location.reload();
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
            const kept = new Map(readLocal(sent.dataset.draftKey) || []);
            if (kept.get("form_key") === sent.dataset.formKey) {
                writeLocal(sent.dataset.draftKey, null);
            }
        }
        if (new URLSearchParams(window.location.search).get("notice") === "filed") {
            for (const key of Object.keys(localStorage)) {
                if (key.startsWith(`${PREFIX}my-`)) {
                    localStorage.removeItem(key);
                }
            }
        }
    }
}

registry
    .category("public.interactions")
    .add("dialogue_tthc_portal.filing_draft", DialogueDraft);
registry
    .category("public.interactions")
    .add("dialogue_tthc_portal.filing_sent", DialogueSent);
