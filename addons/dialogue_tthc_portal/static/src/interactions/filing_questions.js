import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

const PATTERN_NUMBER = "99";

/**
 * @param {HTMLFormElement} form
 * @returns {Number} number of the last question on the page
 */
export function lastNumber(form) {
    const blocks = form.querySelectorAll(".o_dialogue_question");
    return Math.max(...[...blocks].map((block) => Number(block.dataset.number)));
}

/**
 * Add the inputs of one more question.
 *
 * @param {HTMLFormElement} form
 * @returns {HTMLElement|null} the new block; null if there are as many as may be
 */
export function addQuestion(form) {
    const pattern = form.querySelector(".o_dialogue_question_pattern");
    const place = form.querySelector(".o_dialogue_add_question");
    const number = lastNumber(form) + 1;
    if (!pattern || !place || number > Number(place.dataset.max)) {
        return null;
    }
    const block = pattern.content.firstElementChild.cloneNode(true);
    block.dataset.number = number;
    block.querySelector(".o_dialogue_question_number").textContent = number;
    for (const el of block.querySelectorAll(
        "[id], [for], [name], [aria-describedby]",
    )) {
        for (const name of ["id", "for", "name", "aria-describedby"]) {
            const value = el.getAttribute(name);
            if (value) {
                el.setAttribute(
                    name,
                    value.replace(`_${PATTERN_NUMBER}`, `_${number}`),
                );
            }
        }
    }
    pattern.before(block);
    place.classList.toggle("d-none", number === Number(place.dataset.max));
    return block;
}

/**
 * One more question without asking the server for it; and only those inputs that the
 * kind of request and of petitioner needs.
 */
export class DialogueQuestions extends Interaction {
    static selector = ".o_dialogue_form";
    dynamicContent = {
        "button[name='add_question']": {"t-on-click.prevent": this.onAdd},
        "[name='kind']": {"t-on-change": this.showNeeded},
        "[name='petitioner_kind']": {"t-on-change": this.showNeeded},
        "[name='publish_choice']": {"t-on-change": this.showNeeded},
        _root: {"t-on-dialogue-restored": this.showNeeded},
    };

    start() {
        this.showNeeded();
    }

    onAdd() {
        const block = addQuestion(this.el);
        if (block) {
            this.services["public.interactions"].startInteractions(block);
            block.querySelector("input").focus();
        }
    }

    showNeeded() {
        const data = new FormData(this.el);
        this.show(
            ".o_dialogue_legal",
            ["regulation", "both"].includes(data.get("kind")),
        );
        this.show(
            ".o_dialogue_organisation",
            data.get("petitioner_kind") !== "citizen",
        );
        this.show(".o_dialogue_consent", data.get("publish_choice") === "named");
    }

    show(selector, isNeeded) {
        const el = this.el.querySelector(selector);
        // what is wrong stays in sight
        el?.classList.toggle("d-none", !isNeeded && !el.querySelector(".is-invalid"));
    }
}

registry
    .category("public.interactions")
    .add("dialogue_tthc_portal.filing_questions", DialogueQuestions);
