import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

/**
 * Hides what only organisations are asked for while somebody signs up as a citizen.
 * Without this all of it is there, with a word on who needs it.
 */
export class DialogueSignUp extends Interaction {
    static selector = ".o_dialogue_sign_up";
    dynamicContent = {
        ".o_dialogue_kind": {"t-on-change": () => true},
        ".o_dialogue_organisation_inputs": {
            "t-att-class": () => ({"d-none": this.isCitizen}),
        },
    };

    get isCitizen() {
        return this.el.querySelector(".o_dialogue_kind").value === "citizen";
    }
}

registry
    .category("public.interactions")
    .add("dialogue_tthc_portal.sign_up", DialogueSignUp);
