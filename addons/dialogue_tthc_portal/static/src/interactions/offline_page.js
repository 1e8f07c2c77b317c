import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

/**
 * Has a page at hand that says what became of the text, for when the form is loaded
 * without a line. Browsers allow it over HTTPS and on the machine itself alone.
 */
export class DialogueOfflinePage extends Interaction {
    static selector = ".o_dialogue_form[data-worker]";

    start() {
        const {worker, path} = this.el.dataset;
        // Its own page and nothing beside it. Refused, or no such thing: the browser
        // shows a page of its own
        navigator.serviceWorker?.register(worker, {scope: path}).catch(() => {});
    }
}

registry
    .category("public.interactions")
    .add("dialogue_tthc_portal.offline_page", DialogueOfflinePage);
