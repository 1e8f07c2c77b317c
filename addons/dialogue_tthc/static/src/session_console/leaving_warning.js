import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";

/**
 * Asks before one leaves or closes a page that alone has what was entered.
 *
 * @param {ConsoleQueue} queue
 */
export function useLeavingWarning(queue) {
    const dialog = useService("dialog");
    const ask = () =>
        new Promise((resolve) => {
            dialog.add(ConfirmationDialog, {
                title: _t("Leave this page?"),
                body: _t(
                    "This browser cannot keep what is not sent: it is lost when you leave.",
                ),
                // Enter and Escape lose nothing
                confirmLabel: _t("Stay here"),
                confirm: () => resolve(false),
                dismiss: () => resolve(false),
                cancelLabel: _t("Leave, and lose it"),
                cancel: () => resolve(true),
            });
        });
    useSetupAction({
        beforeUnload: (event) => {
            if (!queue.state.isKept) {
                // The browser asks in words of its own
                event.preventDefault();
            }
        },
        beforeLeave: ({forceLeave} = {}) => forceLeave || queue.state.isKept || ask(),
    });
}
