import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

const SHOWN_MAX = 30;

/**
 * @param {String} text
 * @returns {String} without diacritics and capitals, as people type when they search
 */
export function fold(text) {
    return text
        .normalize("NFD")
        .replace(/[\u0300-\u036f]/g, "")
        .replace(/[đĐ]/g, "d")
        .toLowerCase()
        .replace(/\s+/g, " ")
        .trim();
}

/**
 * A long list is searched by typing, with or without diacritics, also without network.
 * The list itself stays in the form and is what is sent.
 */
export class DialogueChoice extends Interaction {
    static selector = "select.o_dialogue_choice";
    dynamicContent = {
        _root: {
            "t-on-change": this.showChosen,
            "t-on-dialogue-restored": this.showChosen,
        },
    };

    setup() {
        this.options = [...this.el.options].map((option) => ({
            value: option.value,
            label: option.textContent.trim(),
            folded: fold(option.textContent),
        }));
        this.shown = [];
        this.active = -1;
    }

    start() {
        const id = this.el.id;
        this.el.id = `${id}_select`;
        this.el.classList.add("d-none");
        this.input = document.createElement("input");
        this.list = document.createElement("ul");
        const box = document.createElement("div");
        box.className = "o_dialogue_search";
        box.append(this.input, this.list);
        Object.assign(this.input, {
            id,
            type: "text",
            className: "form-control",
            autocomplete: "off",
            placeholder: this.options[0].label,
        });
        this.input.classList.toggle(
            "is-invalid",
            this.el.classList.contains("is-invalid"),
        );
        const attributes = {
            role: "combobox",
            "aria-autocomplete": "list",
            "aria-expanded": "false",
            "aria-controls": `${id}_options`,
        };
        for (const name of ["aria-describedby", "aria-invalid"]) {
            if (this.el.hasAttribute(name)) {
                attributes[name] = this.el.getAttribute(name);
            }
        }
        for (const [name, value] of Object.entries(attributes)) {
            this.input.setAttribute(name, value);
        }
        this.list.id = `${id}_options`;
        this.list.className = "o_dialogue_options d-none";
        this.list.setAttribute("role", "listbox");
        const label = document.querySelector(`label[for='${id}']`);
        if (label) {
            this.list.setAttribute("aria-label", label.textContent.trim());
        }
        this.insert(box, this.el, "afterend");
        this.addListener(this.input, "input", () => this.open());
        this.addListener(this.input, "click", () => this.open(true));
        this.addListener(this.input, "keydown", (ev) => this.onKeydown(ev));
        this.addListener(this.input, "blur", () => this.leave());
        // Pressed and not clicked: the input must not lose the focus before
        this.addListener(this.list, "mousedown", (ev) => this.onPress(ev));
        this.showChosen();
    }

    destroy() {
        if (this.input) {
            this.el.id = this.input.id;
            this.el.classList.remove("d-none");
        }
    }

    get isOpen() {
        return !this.list.classList.contains("d-none");
    }

    showChosen() {
        const option = this.el.options[this.el.selectedIndex];
        this.input.value = option?.value ? option.textContent.trim() : "";
    }

    /**
     * @param {Boolean} isWhole whether everything is shown, whatever was typed
     */
    open(isWhole = false) {
        const words = isWhole ? [] : fold(this.input.value).split(" ");
        this.shown = this.options
            .filter((option) => words.every((word) => option.folded.includes(word)))
            .slice(0, isWhole ? this.options.length : SHOWN_MAX);
        this.list.replaceChildren(
            ...this.shown.map((option, index) => {
                const item = document.createElement("li");
                item.id = `${this.list.id}_${index}`;
                item.className = "o_dialogue_option";
                item.textContent = option.label;
                item.setAttribute("role", "option");
                item.setAttribute("aria-selected", "false");
                return item;
            }),
        );
        this.activate(-1);
        this.toggle(this.shown.length > 0);
        if (this.isOpen) {
            this.list.scrollIntoView({block: "nearest"});
        }
    }

    toggle(isOpen) {
        this.list.classList.toggle("d-none", !isOpen);
        this.input.setAttribute("aria-expanded", String(isOpen));
    }

    activate(index) {
        this.list.children[this.active]?.setAttribute("aria-selected", "false");
        this.active = index;
        const item = this.list.children[index];
        if (item) {
            item.setAttribute("aria-selected", "true");
            item.scrollIntoView({block: "nearest"});
            this.input.setAttribute("aria-activedescendant", item.id);
        } else {
            this.input.removeAttribute("aria-activedescendant");
        }
    }

    choose(option) {
        this.el.value = option.value;
        this.toggle(false);
        this.el.dispatchEvent(new Event("change", {bubbles: true}));
    }

    onKeydown(ev) {
        const step = {ArrowDown: 1, ArrowUp: -1}[ev.key];
        if (step) {
            ev.preventDefault();
            if (!this.isOpen) {
                this.open(!this.input.value || this.isChosenShown());
            }
            const count = this.shown.length;
            if (count) {
                const start = this.active < 0 && step < 0 ? 0 : this.active;
                this.activate((start + step + count) % count);
            }
        } else if (ev.key === "Enter" && this.isOpen) {
            // The first of what was found: the form is sent by its button
            ev.preventDefault();
            const option = this.shown[Math.max(this.active, 0)];
            if (option) {
                this.choose(option);
            }
        } else if (ev.key === "Escape" && this.isOpen) {
            ev.preventDefault();
            this.toggle(false);
            this.showChosen();
        }
    }

    isChosenShown() {
        const option = this.el.options[this.el.selectedIndex];
        return Boolean(option) && option.textContent.trim() === this.input.value;
    }

    onPress(ev) {
        const item = ev.target.closest("[role='option']");
        ev.preventDefault();
        if (item) {
            this.choose(this.shown[[...this.list.children].indexOf(item)]);
        }
    }

    leave() {
        if (this.isOpen && this.input.value && this.shown.length === 1) {
            this.choose(this.shown[0]);
        } else if (!this.input.value && this.el.value) {
            this.choose(this.options[0]);
        }
        this.toggle(false);
        this.showChosen();
    }
}

registry
    .category("public.interactions")
    .add("dialogue_tthc_portal.choice_search", DialogueChoice);
