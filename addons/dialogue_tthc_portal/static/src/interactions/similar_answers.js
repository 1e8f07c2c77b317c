import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

const LEAST = 8;

/**
 * Offers published answers that look like what is being asked, while it is typed.
 */
export class DialogueSimilar extends Interaction {
    static selector = ".o_dialogue_question";
    dynamicContent = {
        ".o_dialogue_subject": {
            "t-on-input": this.debounced(this.ask, 400),
        },
    };

    setup() {
        this.asked = "";
    }

    async ask() {
        const text = this.el.querySelector(".o_dialogue_subject").value.trim();
        if (text.length < LEAST || text === this.asked) {
            return;
        }
        this.asked = text;
        let results = [];
        try {
            const response = await this.waitFor(
                fetch(`/dialogue/similar?q=${encodeURIComponent(text)}`),
            );
            results = response.ok ? (await this.waitFor(response.json())).results : [];
        } catch {
            // It is an offer: without network there is none
        }
        if (text === this.asked) {
            this.show(results || []);
        }
    }

    word(name) {
        const form = this.el.closest("form");
        return form.querySelector(`[data-word='${name}']`).textContent;
    }

    show(results) {
        const box = this.el.querySelector(".o_dialogue_similar");
        box.classList.toggle("d-none", !results.length);
        const title = document.createElement("p");
        title.className = "mb-1 fw-bold";
        title.textContent = this.word("answered");
        const list = document.createElement("ul");
        for (const {title: name, url, date} of results) {
            const link = document.createElement("a");
            link.href = url;
            link.target = "_blank";
            link.rel = "noopener";
            link.textContent = name;
            const note = document.createElement("span");
            note.className = "text-muted small";
            note.textContent = ` ${date ? `${date}, ` : ""}${this.word("new_tab")}`;
            const item = document.createElement("li");
            item.append(link, note);
            list.append(item);
        }
        box.replaceChildren(...(results.length ? [title, list] : []));
    }
}

registry
    .category("public.interactions")
    .add("dialogue_tthc_portal.similar_answers", DialogueSimilar);
