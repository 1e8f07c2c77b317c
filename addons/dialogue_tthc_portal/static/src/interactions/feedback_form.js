import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

/**
 * Comfort for the forms of a petitioner: warns of files that are too many or too
 * large before they are sent, sends once, and waits for the network instead of losing
 * the page. The server checks all of it again; without this the form works the same.
 */
export class DialogueForm extends Interaction {
    static selector = ".o_dialogue_form";
    dynamicContent = {
        _root: {"t-on-submit": this.onSubmit},
        _window: {"t-on-online": this.onOnline},
        ".o_dialogue_files": {"t-on-change": this.checkFiles},
    };

    setup() {
        this.waitsForNetwork = false;
    }

    /**
     * @returns {Boolean} whether the chosen files can be sent
     */
    checkFiles() {
        const input = this.el.querySelector(".o_dialogue_files");
        if (!input) {
            return true;
        }
        const {countMax, fileMax, totalMax} = input.dataset;
        const sizes = [...input.files].map((file) => file.size);
        const total = sizes.reduce((sum, size) => sum + size, 0);
        const fits =
            sizes.length <= Number(countMax) &&
            sizes.every((size) => size <= Number(fileMax)) &&
            total <= Number(totalMax);
        this.el
            .querySelector(".o_dialogue_files_warning")
            .classList.toggle("d-none", fits);
        return fits;
    }

    onSubmit(ev) {
        if (!this.checkFiles()) {
            ev.preventDefault();
            this.el.querySelector(".o_dialogue_files").focus();
            return;
        }
        // A page that cannot say that it waits must not wait
        const note = this.el.querySelector(".o_dialogue_offline");
        if (note && navigator.onLine === false) {
            ev.preventDefault();
            this.showOffline(true);
            return;
        }
        const buttons = this.el.querySelectorAll("button[type='submit']");
        // Disabled only after the browser has taken the form: the page may come back
        // from its cache, where it must be usable again.
        this.waitForTimeout(() => this.setDisabled(buttons, true), 0);
        this.waitForTimeout(() => this.setDisabled(buttons, false), 15000);
    }

    onOnline() {
        if (this.waitsForNetwork) {
            this.showOffline(false);
            this.el.requestSubmit(this.el.querySelector(".o_dialogue_send"));
        }
    }

    /**
     * @param {Boolean} waits whether what was sent waits for the network
     */
    showOffline(waits) {
        this.waitsForNetwork = waits;
        this.el
            .querySelector(".o_dialogue_offline")
            ?.classList.toggle("d-none", !waits);
    }

    setDisabled(buttons, isDisabled) {
        for (const button of buttons) {
            button.disabled = isDisabled;
        }
    }
}

registry
    .category("public.interactions")
    .add("dialogue_tthc_portal.feedback_form", DialogueForm);
