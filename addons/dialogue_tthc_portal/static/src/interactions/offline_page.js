import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

/**
 * Has a page at hand that says what became of the text, for when the form is loaded
 * without a line. Browsers allow it over HTTPS and on the machine itself alone.
 */
export class DialogueOfflinePage extends Interaction {
    static selector = ".o_dialogue_form[data-worker]";

    start() {
        const url = this.el.dataset.worker;
        // Its own page and nothing beside it
        const scope = url.slice(0, url.lastIndexOf("/"));
        // Refused, or no such thing: the browser shows a page of its own
        navigator.serviceWorker?.register(url, {scope}).catch(() => {});
    }
}

registry
    .category("public.interactions")
    .add("dialogue_tthc_portal.offline_page", DialogueOfflinePage);
