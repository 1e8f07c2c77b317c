import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

const COOKIE = "dialogue_display";
const LARGEST = 2;
const YEAR = 365 * 86400;

/**
 * Text size and colours without loading the page again: nothing typed on it is
 * touched. The server does the same for whoever has no JavaScript.
 */
export class DialogueDisplay extends Interaction {
    static selector = ".o_dialogue_display";
    dynamicContent = {
        _root: {"t-on-submit.prevent": this.onSubmit},
    };

    start() {
        this.el.hidden = false;
        this.el.classList.add("o_dialogue_display_ready");
    }

    get chosen() {
        const root = document.documentElement.className;
        const body = document.body.className;
        return {
            size: Number(/o_dialogue_size_(\d)/.exec(root)[1]),
            theme: /o_dialogue_(auto|light|dark)\b/.exec(body)[1],
        };
    }

    onSubmit(ev) {
        const {size, theme} = this.chosen;
        const {name, value} = ev.submitter;
        if (name === "theme") {
            this.show(size, value);
        } else {
            const step = value === "larger" ? 1 : -1;
            this.show(Math.min(Math.max(size + step, 0), LARGEST), theme);
        }
    }

    show(size, theme) {
        const secure = location.protocol === "https:" ? "; Secure" : "";
        document.cookie = `${COOKIE}=${theme}.${size}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
        const old = this.chosen;
        document.documentElement.classList.replace(
            `o_dialogue_size_${old.size}`,
            `o_dialogue_size_${size}`,
        );
        document.body.classList.replace(
            `o_dialogue_${old.theme}`,
            `o_dialogue_${theme}`,
        );
        for (const words of this.el.querySelectorAll("[data-size], [data-theme]")) {
            words.hidden =
                "size" in words.dataset
                    ? words.dataset.size !== String(size)
                    : words.dataset.theme !== theme;
        }
        for (const button of this.el.querySelectorAll("button[name='theme']")) {
            button.setAttribute("aria-pressed", String(button.value === theme));
        }
    }
}

registry
    .category("public.interactions")
    .add("dialogue_tthc_portal.display", DialogueDisplay);
